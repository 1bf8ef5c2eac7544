/**
 * rmsNorm(x, normalizedShape, { weight, eps }): x/√(mean of squares + eps) over the last dimensions, times weight. Without eps it is the epsilon of the type.
 *
 * Shape    x: f[…, …normalizedShape], weight: f[…normalizedShape] → f[…, …normalizedShape]
 * Method   squares summed wide, and their inverse root in two parts; rounded once before the weight
 * Error    0.501 ulp + 2⁻⁴⁰ of it; 1.01 ulp with a weight
 * Source   PyTorch `nn.functional.rms_norm`
 */
import { isFloating } from "../dtype.js";
import { lastShape, overLast } from "./lastDims.js";
import { of, type Operand } from "../tensor/create.js";
import { finfo, type FloatName } from "../tensor/info.js";
import { optionsOf } from "../tensor/options.js";
import type { Shape } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { affine, shaped } from "./affine.js";
import { rootNormalisedOver } from "./moments.js";

export interface RmsNormOptions {
  readonly weight?: Operand | null;
  readonly eps?: number | null;
}
export function rmsNorm(input: Operand, normalizedShape: number | Shape, options?: RmsNormOptions): Tensor {
  const { weight, eps } = optionsOf("rmsNorm", options, { weight: "", eps: "a number or null" });
  const x = of("rmsNorm", input),
    shape = lastShape("rmsNorm", x, normalizedShape),
    a = shaped("rmsNorm", "weight", weight, shape, x),
    added = eps ?? finfo(isFloating(x.dtype) ? (x.dtype as FloatName) : "float32").eps;
  return affine(x, () => overLast(x, shape.length, (t, over) => rootNormalisedOver(t, over, { eps: added })), a, null);
}
