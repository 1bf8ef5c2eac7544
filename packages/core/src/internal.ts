/** What the other packages of this library share with core, and users have no need of: an entry of its own, `@evenkeel/core/internal`. */
import { modes, within } from "./modes.js";
export { isFloating } from "./dtype.js";
export { together } from "./ops/added.js";
export { cast } from "./ops/cast.js";
export { contiguously } from "./ops/contiguous.js";
export { cut } from "./ops/cut.js";
export { hostIndices, indexAlong, indexOf } from "./ops/indexing.js";
export { gathering, picked } from "./ops/picking.js";
import { allowGradients } from "./ops/gradients.js";
export { op, type Op } from "./ops/op.js";
export { variable } from "./ops/variable.js";
export { run } from "./plan/run.js";
export { CATALOGUE } from "./stability/catalogue.js";
export { type Better, isNative, logForm } from "./stability/forms.js";
export { emit } from "./stability/emit.js";
export { recipes } from "./stability/recipes.js";
export { stableOf, watch } from "./stability/stabilise.js";
export { isCallable, UNNAMED } from "./stability/unnamed.js";
export { numberIn, of } from "./tensor/create.js";
export { asArray, asFunction, isPlain, kindOf } from "./tensor/given.js";
export { type Kinds, optionsOf } from "./tensor/options.js";
export { sameShape, show } from "./tensor/shape.js";
export { rebuilt, twins } from "./tensor/rebuilt.js";
export { isWall, layoutOf, record, Tensor } from "./tensor/tensor.js";
export { ownerOf, Parameter } from "./tensor/state.js";

/**
 * Records as written: for gradients, which are differentiated from what is stable already. A walk records no more than a few nodes for each that it
 * walks, so chains are left to the run that follows.
 */
export const unstabilised = <T>(fn: () => T): T => recording(false, fn);
/** The same, so that what is recorded can be differentiated. */
export const differentiably = <T>(fn: () => T): T => recording(true, fn);
function recording<T>(grad: boolean, fn: () => T): T {
  allowGradients();
  return within("backward", { stabilise: "off", grad, cut: false, segment: null, chain: false, holds: false }, fn);
}
export { modes, within };
