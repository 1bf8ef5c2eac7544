/**
 * repeat(x, sizes): x over and over, sizes[d] times along each dimension; more sizes than dimensions are new leading ones.
 *
 * Shape    x: […, n, …] → […, n · size, …]
 * Method   one copy of a view
 * Error    exact
 * Source   PyTorch `repeat`
 */
import type { Operand } from "../tensor/create.js";
import type { Shape } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { repeated } from "./repeated.js";

export const repeat = (input: Operand, sizes: Shape): Tensor => repeated("repeat", input, sizes);
