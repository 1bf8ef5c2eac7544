/**
 * min(x): the least of all elements. min(x, dim): the least along a dimension, and where it is, the first of equal ones. min(x, y): the lesser of two, element by
 * element, as minimum.
 *
 * Shape    x: […] → […]: 0-d; { values, indices: int32 } without the dimension, or with 1 in its place (keepdim); or what x and y broadcast to
 * Method   comparisons. A NaN is the least. The gradient is shared equally by equal elements, NaNs among them; along a dimension it goes to the place
 * Error    exact
 * Source   PyTorch `min`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { type KeepOptions, keepdimOf } from "./dimensions.js";
import { extreme, minOp } from "./extreme.js";
import { extremeAlong, fitting } from "./extremePlace.js";
import { minimum } from "./minimum.js";
import type { Taken } from "./ranked.js";

export function min(input: Operand): Tensor;
export function min(input: Operand, dim: number, options?: KeepOptions): Taken;
export function min(input: Operand, other: Exclude<Operand, number>): Tensor;
export function min(input: Operand, second?: Operand, options?: KeepOptions): Tensor | Taken {
  const keepdim = keepdimOf("min", options);
  if (second === undefined) return extreme(minOp, input);
  return typeof second === "number" ? extremeAlong("min", input, second, keepdim) : minimum(...fitting("min", input, second));
}
