/**
 * cosineEmbeddingLoss(input1, input2, target, { margin, reduction }): 1 − cos of the angle between two vectors where the target is 1,
 * max(0, cos − margin) where it is −1.
 *
 * Shape    input1, input2: f[n, d] or f[d], target: f[n] or [] → [], or the target's shape without a reduction
 * Method   in float64 throughout, rounded once; as in PyTorch 10⁻¹² is added to both squared lengths
 * Error    2⁻²⁴ of each and 2⁻⁴⁸; of float64, where 1 − cos cancels, 2⁻⁵⁰
 * Source   PyTorch `cosine_embedding_loss`
 */
import { add, div, type Elementwise, elementwise, mul, type Operand, sqrt, square, sum, type Tensor } from "@evenkeel/core";
import { cast, optionsOf, sameShape, show, together } from "@evenkeel/core/internal";
import * as w from "@evenkeel/core/words";
import type { MarginOptions } from "./hingeEmbeddingLoss.js";
import { reduced, REDUCTION } from "./reduced.js";

const row: Elementwise<3> = /* @__PURE__ */ elementwise<3>("cosineEmbeddingLoss", {
  body: (c, t, margin) => w.where(w.eq(t, 1), w.sub(1, c), w.where(w.eq(t, -1), w.max(w.sub(c, margin), 0), 0)),
  deriv: [(c, t, margin) => w.where(w.eq(t, 1), -1, w.where(w.and(w.eq(t, -1), w.le(margin, c)), 1, 0)), null, null],
});
const LEAST = 1e-12;
const NAME = "cosineEmbeddingLoss";

export const cosineEmbeddingLoss = (input1: Operand, input2: Operand, target: Operand, options?: MarginOptions): Tensor =>
  together(NAME, [input1, input2, target], ([x, y, t]) => loss(x!, y!, t!, optionsOf(NAME, options, { margin: "a number", reduction: REDUCTION })));

function loss(x: Tensor, y: Tensor, t: Tensor, { margin = 0, reduction }: MarginOptions): Tensor {
  if (!sameShape(x.shape, y.shape) || x.ndim !== t.ndim + 1 || !sameShape(x.shape.slice(0, -1), t.shape))
    throw new RangeError(
      `${NAME}: the inputs are ${show(x.shape)} and ${show(y.shape)}, and the target ${show(t.shape)}. Give two of [n, d] and a target of [n].`,
    );
  const [a, b] = [x, y].map((each) => cast(each, "float64")) as [Tensor, Tensor],
    length = (v: Tensor): Tensor => sqrt(add(sum(square(v), -1), LEAST)),
    cos = div(sum(mul(a, b), -1), mul(length(a), length(b)));
  return reduced(cast(row(cos, t, margin), x.dtype), reduction);
}
