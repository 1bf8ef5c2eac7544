/**
 * swapdims(x, a, b): transpose by its other name.
 *
 * Shape    x: […, m, …, n, …] → […, n, …, m, …]
 * Method   a view
 * Error    exact
 * Source   PyTorch `swapdims`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { transposed } from "./transposed.js";

export const swapdims = (input: Operand, a: number, b: number): Tensor => transposed("swapdims", input, a, b);
