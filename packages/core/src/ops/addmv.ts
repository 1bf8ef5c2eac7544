/**
 * addmv(x, a, b, { alpha, beta }) = beta·x + alpha·a·b of a matrix and a vector.
 *
 * Shape    x: broadcasts to [m], a: [m, k], b: [k], of one type → [m]
 * Method   mv, then one body; x is not looked at where beta is 0
 * Error    that of mv, and ½ ulp of alpha·(a·b), and ½ ulp
 * Source   PyTorch `addmv`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { addedTo, type Weights } from "./added.js";
import { timesVector } from "./contraction.js";

export const addmv = (x: Operand, a: Operand, b: Operand, weights?: Weights): Tensor => addedTo("addmv", x, a, b, timesVector, weights);
