/**
 * t(x): the transpose of a matrix; a vector and a number are their own.
 *
 * Shape    x: [m, n] → [n, m]
 * Method   a view
 * Error    exact
 * Source   PyTorch `t`
 */
import { of, type Operand } from "../tensor/create.js";
import { show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { permute } from "./permute.js";

export function t(input: Operand): Tensor {
  const x = of("t", input);
  if (x.ndim > 2) throw new RangeError(`t: shape ${show(x.shape)} has ${x.ndim} dimensions, and at most 2 are transposed. Use transpose(x, a, b).`);
  return x.ndim === 2 ? permute(x, [1, 0]) : x;
}
