/**
 * triu(x, diagonal): x on and above a diagonal of its last two dimensions, 0 below it. Diagonal k is k above the main one.
 *
 * Shape    x: […, m, n] → the same
 * Method   a comparison of row and column; a NaN or ∞ below the diagonal is 0
 * Error    exact
 * Source   PyTorch `triu`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { triangle } from "./triangle.js";

export const triu = (input: Operand, diagonal = 0): Tensor => triangle("triu", input, diagonal);
