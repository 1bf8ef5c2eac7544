/**
 * flip(x, dims): the elements in reverse order along a dimension or several, in a list or one after another, without a copy.
 *
 * Shape    x: […] → the same
 * Method   a view with negative strides
 * Error    exact
 * Source   PyTorch `flip`
 */
import { of, type Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { dimensionsOf } from "./dimensions.js";
import { viewed, viewing } from "./window.js";

const flipOp = /* @__PURE__ */ viewing("flip");

export function flip(input: Operand, dims: number | readonly number[], ...more: readonly number[]): Tensor {
  const x = of("flip", input),
    flipped = dimensionsOf("flip", more.length ? [dims, more].flat() : dims, x.shape);
  return viewed(flipOp, x, { shape: x.shape, axes: x.shape.map((n, d) => (flipped.includes(d) && n > 0 ? [n - 1, d, -1] : [0, d, 1])) });
}
