/** What the other packages of this library share with core, and users have no need of. */
import { modes, within } from "./modes.js";
export { contiguously } from "./ops/contiguous.js";
export { cut } from "./ops/cut.js";
export { op, type Op } from "./ops/op.js";
export { variable } from "./ops/variable.js";
export { run } from "./plan/run.js";
export { stableOf } from "./stability/stabilise.js";
export { numberIn, of } from "./tensor/create.js";
export { sameShape, show } from "./tensor/shape.js";
export { rebuilt, twins } from "./tensor/rebuilt.js";
export { isWall, layoutOf, record, Tensor, unique } from "./tensor/tensor.js";
export { ownerOf } from "./tensor/state.js";

/**
 * Records as written: for gradients, which are differentiated from what is stable already; with `grad`, so that they can be differentiated.
 * A walk records no more than a few nodes for each that it walks, so chains are left to the run that follows.
 */
export const unstabilised = <T>(fn: () => T, grad = false): T =>
  within("backward", { stabilise: "off", grad, cut: false, segment: 0, chain: false }, fn);
export { modes, within };
