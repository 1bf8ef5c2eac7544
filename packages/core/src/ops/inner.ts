/**
 * inner(a, b): Σ a·b over the last dimensions of both, for every pair of the others. With a number it is mul.
 *
 * Shape    a: […, k], b: [‥, k], of one type → […, ‥]
 * Method   matmul with b transposed, without a copy; dot of two vectors
 * Error    that of matmul
 * Source   PyTorch `inner`
 */
import { of, type Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { inner as unequal, matrices, summedProducts } from "./contraction.js";
import { mul } from "./mul.js";
import { reshape } from "./reshape.js";
import { transpose } from "./transpose.js";

export function inner(left: Operand, right: Operand): Tensor {
  const a = of("inner", left),
    b = of("inner", right);
  if (!a.ndim || !b.ndim) return mul(a, b);
  const k = a.shape.at(-1)!,
    rows = (t: Tensor): Tensor => reshape(t, [t.shape.slice(0, -1).reduce((n, d) => n * d, 1), k]);
  if (k !== b.shape.at(-1)) throw unequal("inner", a, b, k, b.shape.at(-1)!);
  if (a.ndim + b.ndim === 2) return summedProducts("inner", a, b, 0);
  return reshape(matrices("inner", rows(a), transpose(rows(b), 0, 1)), [...a.shape.slice(0, -1), ...b.shape.slice(0, -1)]);
}
