/**
 * bucketize(x, boundaries, { right }): the interval that each element lies in: i where boundaries[i − 1] < x ≤ boundaries[i], or, with `right`, where
 * boundaries[i − 1] ≤ x < boundaries[i].
 *
 * Shape    x: […], boundaries: [n], in ascending order → int32[…], from 0 to n
 * Method   searchsorted
 * Error    exact
 * Source   PyTorch `bucketize`
 */
import { of, type Operand } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import { show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { found } from "./searching.js";

export function bucketize(input: Operand, boundaries: Operand, options?: { readonly right?: boolean }): Tensor {
  const { right = false } = optionsOf("bucketize", options, { right: "true or false" });
  const b = of("bucketize", boundaries);
  if (b.ndim !== 1) throw new RangeError(`bucketize: the boundaries are ${show(b.shape)}. Give them one dimension.`);
  return found("bucketize", b, input, right);
}
