/**
 * hingeEmbeddingLoss(input, target, { margin, reduction }): x where the target is 1, max(0, margin − x) where it is −1.
 *
 * Shape    input, target: f[…], which broadcast → [], or their shape without a reduction
 * Method   one body; as in PyTorch the derivative at x = margin is −1, and of a target that is neither it is the sum of both
 * Error    each 0.501 ulp
 * Source   PyTorch `hinge_embedding_loss`
 */
import { type Elementwise, elementwise, type Operand, type Tensor } from "@evenkeel/core";
import { optionsOf } from "@evenkeel/core/internal";
import * as w from "@evenkeel/core/words";
import { type Reduced, reduced, REDUCTION } from "./reduced.js";

const row: Elementwise<3> = /* @__PURE__ */ elementwise<3>("hingeEmbeddingLoss", {
  body: (x, t, margin) => w.add(w.where(w.eq(t, 1), 0, w.max(w.sub(margin, x), 0)), w.where(w.eq(t, -1), 0, x)),
  deriv: [(x, t, margin) => w.add(w.where(w.or(w.eq(t, 1), w.lt(margin, x)), 0, -1), w.where(w.eq(t, -1), 0, 1)), null, null],
});

export interface MarginOptions extends Reduced {
  readonly margin?: number;
}

export function hingeEmbeddingLoss(input: Operand, target: Operand, options?: MarginOptions): Tensor {
  const { margin = 1, reduction } = optionsOf("hingeEmbeddingLoss", options, { margin: "a number", reduction: REDUCTION });
  return reduced(row(input, target, margin), reduction);
}
