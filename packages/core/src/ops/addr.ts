/**
 * addr(x, a, b, { alpha, beta }) = beta·x + alpha·a·bᵀ of vectors.
 *
 * Shape    x: broadcasts to [m, n], a: [m], b: [n] → [m, n]
 * Method   outer, then one body; x is not looked at where beta is 0
 * Error    ½ ulp of alpha·a·b, and ½ ulp
 * Source   PyTorch `addr`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { addedTo, type Weights } from "./added.js";
import { outer } from "./outer.js";

export const addr = (x: Operand, a: Operand, b: Operand, weights?: Weights): Tensor => addedTo("addr", x, a, b, (_, a, b) => outer(a, b), weights);
