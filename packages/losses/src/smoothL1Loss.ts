/**
 * smoothL1Loss(input, target, { beta, reduction }): ½d²/beta where d = |x − t| is below beta, else d − ½beta; l1Loss for beta = 0.
 *
 * Shape    input, target: f[…], which broadcast → [], or their shape without a reduction
 * Method   one body
 * Error    each 0.501 ulp
 * Source   PyTorch `smooth_l1_loss`
 */
import { type Elementwise, elementwise, type Ex, type Operand, type Tensor } from "@evenkeel/core";
import { optionsOf } from "@evenkeel/core/internal";
import * as w from "@evenkeel/core/words";
import { type Reduced, reduced, REDUCTION } from "./reduced.js";

/** By the input; of equal numbers with beta 0, where anything between −1 and 1 would do, −1 as in PyTorch. */
const slope = (d: Ex, beta: Ex): Ex =>
  w.where(w.lt(w.abs(d), beta), w.div(d, beta), w.where(w.le(beta, w.neg(d)), -1, w.where(w.le(beta, d), 1, NaN)));
const row: Elementwise<3> = /* @__PURE__ */ elementwise<3>("smoothL1Loss", {
  body: (x, t, beta) => {
    const d = w.abs(w.sub(x, t));
    return w.where(w.lt(d, beta), w.div(w.mul(0.5, w.mul(d, d)), beta), w.sub(d, w.mul(0.5, beta)));
  },
  deriv: [(x, t, beta) => slope(w.sub(x, t), beta), (x, t, beta) => w.neg(slope(w.sub(x, t), beta)), null],
});

export interface SmoothOptions extends Reduced {
  /** Below it the loss is a square; 1 unless given. */
  readonly beta?: number;
}

export function smoothL1Loss(input: Operand, target: Operand, options?: SmoothOptions): Tensor {
  const { beta = 1, reduction } = optionsOf("smoothL1Loss", options, { reduction: REDUCTION, beta: "a number" });
  if (!(beta >= 0)) throw new RangeError(`smoothL1Loss: beta is ${beta}. Use a number from 0.`);
  return reduced(row(input, target, beta), reduction);
}
