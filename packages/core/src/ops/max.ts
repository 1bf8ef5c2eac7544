/**
 * max(x): the greatest of all elements. max(x, dim): the greatest along a dimension, and where it is, the first of equal ones. max(x, y): the greater of two, element by
 * element, as maximum.
 *
 * Shape    x: […] → […]: 0-d; { values, indices: int32 } without the dimension, or with 1 in its place (keepdim); or what x and y broadcast to
 * Method   comparisons. A NaN is the greatest. The gradient is shared equally by equal elements, NaNs among them; along a dimension it goes to the place
 * Error    exact
 * Source   PyTorch `max`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { type KeepOptions, keepdimOf } from "./dimensions.js";
import { extreme, maxOp } from "./extreme.js";
import { extremeAlong, fitting } from "./extremePlace.js";
import { maximum } from "./maximum.js";
import type { Taken } from "./ranked.js";

export function max(input: Operand): Tensor;
export function max(input: Operand, dim: number, options?: KeepOptions): Taken;
export function max(input: Operand, other: Exclude<Operand, number>): Tensor;
export function max(input: Operand, second?: Operand, options?: KeepOptions): Tensor | Taken {
  const keepdim = keepdimOf("max", options);
  if (second === undefined) return extreme(maxOp, input);
  return typeof second === "number" ? extremeAlong("max", input, second, keepdim) : maximum(...fitting("max", input, second));
}
