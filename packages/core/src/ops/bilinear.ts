/**
 * bilinear(a, b, weight, bias) = Σ aᵢ·weight[o, i, j]·bⱼ + bias[o].
 *
 * Shape    a: […, n], b: […, m], weight: [out, n, m], bias: [out], of one type → […, out]
 * Method   a·weight as one product of matrices, and the rows of that times b
 * Error    (c(n) + c(m))·2⁻²⁴·Σ|a·weight·b|, c that of matmul, and ½ ulp
 * Source   PyTorch `nn.functional.bilinear`
 */
import type { Operand } from "../tensor/create.js";
import { sameShape, show, sizeOf } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { sumOf, together } from "./added.js";
import { checkRank, matrices } from "./contraction.js";
import { permute } from "./permute.js";
import { reshape } from "./reshape.js";

export const bilinear = (left: Operand, right: Operand, weight: Operand, bias?: Operand | null): Tensor =>
  together("bilinear", [left, right, weight, ...(bias === undefined || bias === null ? [] : [bias])], ([a, b, t, added]) => {
    const y = product(a!, b!, t!);
    return added ? sumOf("bilinear", added, y) : y;
  });

function product(a: Tensor, b: Tensor, weight: Tensor): Tensor {
  checkRank("bilinear", "weight", weight, 3);
  const [out, n, m] = weight.shape as [number, number, number],
    lead = a.shape.slice(0, -1);
  if (!a.ndim || !b.ndim || !sameShape(lead, b.shape.slice(0, -1)) || a.shape.at(-1) !== n || b.shape.at(-1) !== m)
    throw new RangeError(
      `bilinear: a is ${show(a.shape)}, b is ${show(b.shape)} and the weight ${show(weight.shape)}. Give a […, ${n}] and b […, ${m}], of equal leading dimensions.`,
    );
  const rows = sizeOf(lead),
    half = matrices("bilinear", reshape(a, [rows, n]), reshape(permute(weight, [1, 0, 2]), [n, out * m]));
  return reshape(matrices("bilinear", reshape(half, [rows, out, m]), reshape(b, [rows, m, 1])), [...lead, out]);
}
