/**
 * softMarginLoss(input, target, { reduction }): log(1 + e^(−t·x)), targets being 1 and −1.
 *
 * Shape    input, target: f[…] of one shape → [], or that without a reduction
 * Method   max(−t·x, 0) + log1p(e^−|t·x|) in one body: no exponential overflows. Derivative −t·σ(−t·x)
 * Error    each 0.501 ulp
 * Source   PyTorch `soft_margin_loss`
 */
import { type Elementwise, elementwise, type Operand, sigmoid, softplus, type Tensor } from "@evenkeel/core";
import { optionsOf } from "@evenkeel/core/internal";
import * as w from "@evenkeel/core/words";
import { alike, type Reduced, reduced, REDUCTION } from "./reduced.js";

const row: Elementwise<2> = /* @__PURE__ */ elementwise<2>("softMarginLoss", {
  body: (x, t) => softplus(w.neg(w.mul(t, x))),
  deriv: [(x, t) => w.neg(w.mul(t, sigmoid(w.neg(w.mul(t, x))))), (x, t) => w.neg(w.mul(x, sigmoid(w.neg(w.mul(t, x)))))],
});

export function softMarginLoss(input: Operand, target: Operand, options?: Reduced): Tensor {
  const { reduction } = optionsOf("softMarginLoss", options, { reduction: REDUCTION });
  const [x, t] = alike("softMarginLoss", input, target);
  return reduced(row(x, t), reduction);
}
