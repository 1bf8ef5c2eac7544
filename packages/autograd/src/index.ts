/** Reverse-mode differentiation. */
export { backward } from "./backward.js";
export { checkGrad, type CheckGradOptions, type GradientPair } from "./checkGrad.js";
export { checkpoint } from "./checkpoint.js";
export { customGrad, type Pullback } from "./customGrad.js";
export { type Argnums, type FunctionOptions, grad, type GradientsAt, type OutputOptions, valueAndGrad } from "./grad.js";
export { hessian, jacobian, type JacobianOptions } from "./jacobian.js";
export { jvp } from "./jvp.js";
export type { Gradients } from "./tree.js";
