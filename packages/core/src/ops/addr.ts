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
import { checkRank } from "./contraction.js";
import { outer } from "./outer.js";

export const addr = (x: Operand, a: Operand, b: Operand, weights?: Weights): Tensor => addedTo("addr", x, a, b, product, weights);
function product(name: string, a: Tensor, b: Tensor): Tensor {
  checkRank(name, "a", a, 1);
  checkRank(name, "b", b, 1);
  return outer(a, b);
}
