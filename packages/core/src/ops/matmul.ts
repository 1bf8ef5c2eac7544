/**
 * matmul(a, b, { precise }): the product of matrices; leading dimensions are batches and broadcast; a vector is a row on the left, a column on the right.
 *
 * Shape    a: […, m, k], b: […, k, n], of one type → […, m, n]; without the dimension that a vector lacks
 * Method   in the type of the operands, in blocks of 256 along k; transposed operands are taken without a copy. Whole numbers as sums of products.
 *          precise: float32 in float64, rounded once, at half the speed, gradients too
 * Error    |err| ≤ (min(k, 256) + ⌈k/256⌉)·2⁻²⁴·Σ|aᵢbᵢ|; precise ½ ulp + 2⁻⁴⁰·Σ|aᵢbᵢ|; whole numbers exact, conditions: whether any pair is true
 * Source   PyTorch `matmul`
 */
import { of, type Operand } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import type { Tensor } from "../tensor/tensor.js";
import { inner, matrices, type Precision } from "./contraction.js";
import { reshape } from "./reshape.js";

export function matmul(left: Operand, right: Operand, options?: Precision): Tensor {
  const a = of("matmul", left),
    b = of("matmul", right);
  if (!a.ndim || !b.ndim) throw new RangeError(`matmul: ${a.ndim ? "b" : "a"} is 0-d. Use mul for a product with a number.`);
  const A = a.ndim === 1 ? reshape(a, [1, a.size]) : a,
    B = b.ndim === 1 ? reshape(b, [b.size, 1]) : b;
  if (A.shape.at(-1) !== B.shape.at(-2)) throw inner("matmul", a, b, A.shape.at(-1)!, B.shape.at(-2)!);
  const c = matrices("matmul", A, B, optionsOf("matmul", options, { precise: "true or false" })),
    lead = c.shape.slice(0, -2);
  return reshape(c, [...lead, ...(a.ndim === 1 ? [] : [c.shape.at(-2)!]), ...(b.ndim === 1 ? [] : [c.shape.at(-1)!])]);
}
