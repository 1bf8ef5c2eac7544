/**
 * marginRankingLoss(input1, input2, target, { margin, reduction }): max(0, margin − t·(x₁ − x₂)): a target of 1 ranks x₁ higher, −1 x₂.
 *
 * Shape    input1, input2, target: f[…], which broadcast → [], or their shape without a reduction; as many dimensions each
 * Method   one body; as in PyTorch the derivative where both are 0 is that of the difference
 * Error    each 0.501 ulp
 * Source   PyTorch `margin_ranking_loss`
 */
import { type Elementwise, elementwise, type Ex, type Operand, type Tensor } from "@evenkeel/core";
import { of, optionsOf, show } from "@evenkeel/core/internal";
import * as w from "@evenkeel/core/words";
import type { MarginOptions } from "./hingeEmbeddingLoss.js";
import { reduced, REDUCTION } from "./reduced.js";

const inside = (x: Ex, y: Ex, t: Ex, margin: Ex): Ex => w.sub(margin, w.mul(t, w.sub(x, y)));
const held = (d: (x: Ex, y: Ex, t: Ex) => Ex) => (x: Ex, y: Ex, t: Ex, margin: Ex) => w.where(w.lt(inside(x, y, t, margin), 0), 0, d(x, y, t));
const row: Elementwise<4> = /* @__PURE__ */ elementwise<4>("marginRankingLoss", {
  body: (x, y, t, margin) => w.max(inside(x, y, t, margin), 0),
  deriv: [held((_x, _y, t) => w.neg(t)), held((_x, _y, t) => t), held((x, y) => w.sub(y, x)), null],
});

export function marginRankingLoss(input1: Operand, input2: Operand, target: Operand, options?: MarginOptions): Tensor {
  const { margin = 0, reduction } = optionsOf("marginRankingLoss", options, { margin: "a number", reduction: REDUCTION });
  const [x, y, t] = [input1, input2, target].map((each) => of("marginRankingLoss", each)) as [Tensor, Tensor, Tensor];
  if (x.ndim !== y.ndim || x.ndim !== t.ndim)
    throw new RangeError(
      `marginRankingLoss: the inputs are ${show(x.shape)} and ${show(y.shape)}, and the target ${show(t.shape)}. Give all as many dimensions.`,
    );
  return reduced(row(x, y, t, margin), reduction);
}
