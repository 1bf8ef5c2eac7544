/**
 * median(x): the lower median of all elements, one of the two in the middle at most. median(x, dim): along a dimension, and where it is.
 *
 * Shape    x: […] → []; with dim { values, indices: int32 }, […] without the dimension, or with 1 in its place (keepdim)
 * Method   one rank of a stable sort. NaN where an element is; then the place is that of the first NaN. All of nothing have the median NaN. The gradient of all is shared
 *          equally by equal elements, along a dimension it goes to the place
 * Error    exact
 * Source   PyTorch `median`
 */
import { of, type Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { type KeepOptions, keepdimOf } from "./dimensions.js";
import { medianBy } from "./medians.js";
import type { Taken } from "./ranked.js";

const by = /* @__PURE__ */ medianBy("median", false);
export function median(input: Operand): Tensor;
export function median(input: Operand, dim: number, options?: KeepOptions): Taken;
export function median(input: Operand, dim?: number, options?: KeepOptions): Tensor | Taken {
  const keepdim = keepdimOf("median", options);
  const x = of("median", input);
  return dim === undefined ? by(x) : by(x, dim, keepdim);
}
