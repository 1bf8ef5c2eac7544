/**
 * unsqueeze(x, dim): a new dimension of size 1 at `dim` of the result.
 *
 * Shape    x: […, …] → […, 1, …]
 * Method   a view
 * Error    exact
 * Source   PyTorch `unsqueeze`
 */
import { of, type Operand } from "../tensor/create.js";
import { dimension } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { reshape } from "./reshape.js";

export function unsqueeze(input: Operand, dim: number): Tensor {
  const x = of("unsqueeze", input),
    d = dimension("unsqueeze", dim, [...x.shape, 1]);
  return reshape(x, [...x.shape.slice(0, d), 1, ...x.shape.slice(d)]);
}
