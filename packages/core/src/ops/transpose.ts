/**
 * transpose(x, a, b): two dimensions exchanged, without a copy.
 *
 * Shape    x: […, m, …, n, …] → […, n, …, m, …]
 * Method   a view
 * Error    exact
 * Source   PyTorch `transpose`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { transposed } from "./transposed.js";

export const transpose = (input: Operand, a: number, b: number): Tensor => transposed("transpose", input, a, b);
