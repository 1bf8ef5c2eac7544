/**
 * ravel(x): all elements in row-major order.
 *
 * Shape    x: […] → [n]
 * Method   a view where the elements lie so, else one copy
 * Error    exact
 * Source   PyTorch `ravel`
 */
import { of, type Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { reshape } from "./reshape.js";

export function ravel(input: Operand): Tensor {
  const x = of("ravel", input);
  return reshape(x, [x.size]);
}
