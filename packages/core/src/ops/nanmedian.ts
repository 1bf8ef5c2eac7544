/**
 * nanmedian(x): the lower median of all elements that are no NaN, one of the two in the middle at most. nanmedian(x, dim): along a dimension, and where it is.
 *
 * Shape    x: […] → []; with dim { values, indices: int32 }, […] without the dimension, or with 1 in its place (keepdim)
 * Method   one rank of a stable sort. NaN where there is nothing else. The gradient of all is shared equally by equal elements, along a dimension it goes to
 *          the place
 * Error    exact
 * Source   PyTorch `nanmedian`
 */
import { of, type Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { type KeepOptions, keepdimOf } from "./dimensions.js";
import { medianBy } from "./medians.js";
import type { Taken } from "./ranked.js";

const by = /* @__PURE__ */ medianBy("nanmedian", true);
export function nanmedian(input: Operand): Tensor;
export function nanmedian(input: Operand, dim: number, options?: KeepOptions): Taken;
export function nanmedian(input: Operand, dim?: number, options?: KeepOptions): Tensor | Taken {
  const keepdim = keepdimOf("nanmedian", options);
  const x = of("nanmedian", input);
  return dim === undefined ? by(x) : by(x, dim, keepdim);
}
