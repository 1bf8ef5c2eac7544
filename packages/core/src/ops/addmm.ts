/**
 * addmm(x, a, b, { alpha, beta }) = beta·x + alpha·a·b of matrices.
 *
 * Shape    x: broadcasts to [m, n], a: [m, k], b: [k, n], of one type → [m, n]
 * Method   mm, then one body; x is not looked at where beta is 0
 * Error    that of mm, and ½ ulp of alpha·(a·b), and ½ ulp
 * Source   PyTorch `addmm`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { addedTo, type Weights } from "./added.js";
import { ofRank } from "./contraction.js";

export const addmm = (x: Operand, a: Operand, b: Operand, weights?: Weights): Tensor =>
  addedTo("addmm", x, a, b, (name, a, b) => ofRank(2, name, a, b), weights);
