/**
 * tril(x, diagonal): x on and below a diagonal of its last two dimensions, 0 above it. Diagonal k is k above the main one.
 *
 * Shape    x: […, m, n] → the same
 * Method   a comparison of row and column; a NaN or ∞ above the diagonal is 0
 * Error    exact
 * Source   PyTorch `tril`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { triangle } from "./triangle.js";

export const tril = (input: Operand, diagonal = 0): Tensor => triangle("tril", input, diagonal);
