/**
 * squeeze(x, dim): without the dimensions of size 1: all of them, or those that are named (others of these stay).
 *
 * Shape    x: […, 1, …] → […, …]
 * Method   a view
 * Error    exact
 * Source   PyTorch `squeeze`
 */
import { of, type Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { dimensionsOf } from "./dimensions.js";
import { reshape } from "./reshape.js";

export function squeeze(input: Operand, dim?: number | readonly number[]): Tensor {
  const x = of("squeeze", input);
  // PyTorch counts a 0-d tensor as having one dimension here.
  const dims = dim === undefined ? x.shape.map((_, d) => d) : dimensionsOf("squeeze", dim, x.ndim ? x.shape : [1]);
  return reshape(
    x,
    x.shape.filter((n, d) => n !== 1 || !dims.includes(d)),
  );
}
