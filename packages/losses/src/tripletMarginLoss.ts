/**
 * tripletMarginLoss(anchor, positive, negative, { margin, p, eps, swap, reduction }): max(0, margin + |anchor − positive| − |anchor − negative|), distances
 * in the p-norm, eps being added to each difference. swap takes |positive − negative| where it is the smaller.
 *
 * Shape    anchor, positive, negative: f[…, d], which broadcast → [], or […] without a reduction
 * Method   in float64 throughout, rounded once; the gradient of a distance of 0 is 0
 * Error    2⁻²⁴ of each and 2⁻⁴⁸ of the distances; p other than 1, 2 and ∞: 2⁻⁴⁵
 * Source   PyTorch `triplet_margin_loss`
 */
import { add, cdist, type Elementwise, elementwise, minimum, type Operand, squeeze, sub, type Tensor, unsqueeze } from "@evenkeel/core";
import { cast, optionsOf, show, together } from "@evenkeel/core/internal";
import * as w from "@evenkeel/core/words";
import type { MarginOptions } from "./hingeEmbeddingLoss.js";
import { reduced, REDUCTION } from "./reduced.js";

const row: Elementwise<3> = /* @__PURE__ */ elementwise<3>("tripletMarginLoss", {
  body: (a, b, margin) => w.max(w.add(margin, w.sub(a, b)), 0),
  deriv: [
    (a, b, margin) => w.where(w.lt(w.add(margin, w.sub(a, b)), 0), 0, 1),
    (a, b, margin) => w.where(w.lt(w.add(margin, w.sub(a, b)), 0), 0, -1),
    null,
  ],
});
const NAME = "tripletMarginLoss";

export interface TripletOptions extends MarginOptions {
  /** Of the norm; 2 unless given. */
  readonly p?: number;
  /** 10⁻⁶ unless given. */
  readonly eps?: number;
  readonly swap?: boolean;
}

export const tripletMarginLoss = (anchor: Operand, positive: Operand, negative: Operand, options?: TripletOptions): Tensor =>
  together(NAME, [anchor, positive, negative], (given) =>
    loss(given, optionsOf(NAME, options, { margin: "a number", p: "a number", eps: "a number", swap: "true or false", reduction: REDUCTION })),
  );

function loss(given: readonly Tensor[], { margin = 1, p = 2, eps = 1e-6, swap = false, reduction }: TripletOptions): Tensor {
  if (given.some((t) => t.ndim !== given[0]!.ndim || !t.ndim))
    throw new RangeError(`${NAME}: the operands are ${given.map((t) => show(t.shape)).join(", ")}. Give all as many dimensions, […, d].`);
  if (!Number.isFinite(margin)) throw new RangeError(`${NAME}: the margin is ${margin}. Use a finite number.`);
  const [a, b, c] = given.map((t) => cast(t, "float64")) as [Tensor, Tensor, Tensor],
    // One point beside the other, each a batch of its own.
    apart = (x: Tensor, y: Tensor): Tensor => squeeze(squeeze(cdist(unsqueeze(add(sub(x, y), eps), -2), unsqueeze(sub(x, x), -2), p), -1), -1);
  const far = apart(a, c);
  return reduced(cast(row(apart(a, b), swap ? minimum(far, apart(b, c)) : far, margin), given[0]!.dtype), reduction);
}
