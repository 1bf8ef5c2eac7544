/**
 * outer(a, b): the products of all pairs, out[i, j] = a[i]·b[j].
 *
 * Shape    a: [m], b: [n] → [m, n]
 * Method   mul
 * Error    ½ ulp
 * Source   PyTorch `outer`
 */
import { of, type Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { checkRank } from "./contraction.js";
import { mul } from "./mul.js";
import { unsqueeze } from "./unsqueeze.js";

export function outer(left: Operand, right: Operand): Tensor {
  const a = of("outer", left),
    b = of("outer", right);
  checkRank("outer", "a", a, 1);
  checkRank("outer", "b", b, 1);
  return mul(unsqueeze(a, 1), b);
}
