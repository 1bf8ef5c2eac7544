/**
 * baddbmm(x, a, b, { alpha, beta }) = beta·x + alpha·a·b of batches of matrices.
 *
 * Shape    x: broadcasts to [batch, m, n], a: [batch, m, k], b: [batch, k, n], of one type → [batch, m, n]
 * Method   bmm, then one body; x is not looked at where beta is 0
 * Error    that of bmm, and ½ ulp of alpha·(a·b), and ½ ulp
 * Source   PyTorch `baddbmm`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { addedTo, type Weights } from "./added.js";
import { ofRank } from "./contraction.js";

export const baddbmm = (x: Operand, a: Operand, b: Operand, weights?: Weights): Tensor =>
  addedTo("baddbmm", x, a, b, (name, a, b) => ofRank(3, name, a, b), weights);
