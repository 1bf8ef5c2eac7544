/**
 * bmm(a, b): the products of the matrices of two batches, which do not broadcast.
 *
 * Shape    a: [batch, m, k], b: [batch, k, n], of one type → [batch, m, n]
 * Method   matmul
 * Error    that of matmul
 * Source   PyTorch `bmm`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { ofRank } from "./contraction.js";

export const bmm = (a: Operand, b: Operand): Tensor => ofRank(3, "bmm", a, b);
