/**
 * mm(a, b): the product of two matrices; batches, vectors and numbers are refused.
 *
 * Shape    a: [m, k], b: [k, n], of one type → [m, n]
 * Method   matmul
 * Error    that of matmul
 * Source   PyTorch `mm`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { ofRank } from "./contraction.js";

export const mm = (a: Operand, b: Operand): Tensor => ofRank(2, "mm", a, b);
