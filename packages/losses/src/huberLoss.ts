/**
 * huberLoss(input, target, { delta, reduction }): ½d² where d = |x − t| is at most delta, else delta·(d − ½delta).
 *
 * Shape    input, target: f[…], which broadcast → [], or their shape without a reduction
 * Method   one body
 * Error    each 0.501 ulp
 * Source   PyTorch `huber_loss`
 */
import { type Elementwise, elementwise, type Ex, type Operand, type Tensor } from "@evenkeel/core";
import { optionsOf } from "@evenkeel/core/internal";
import * as w from "@evenkeel/core/words";
import { type Reduced, reduced, REDUCTION } from "./reduced.js";
import { signOf } from "./bodies.js";

const slope = (d: Ex, delta: Ex): Ex => w.where(w.le(w.abs(d), delta), d, w.mul(delta, signOf(d)));
const row: Elementwise<3> = /* @__PURE__ */ elementwise<3>("huberLoss", {
  body: (x, t, delta) => {
    const d = w.abs(w.sub(x, t));
    return w.where(w.le(d, delta), w.mul(0.5, w.mul(d, d)), w.mul(delta, w.sub(d, w.mul(0.5, delta))));
  },
  deriv: [(x, t, delta) => slope(w.sub(x, t), delta), (x, t, delta) => slope(w.sub(t, x), delta), null],
});

export interface HuberOptions extends Reduced {
  /** Up to it the loss is a square; 1 unless given. */
  readonly delta?: number;
}

export function huberLoss(input: Operand, target: Operand, options?: HuberOptions): Tensor {
  const { delta = 1, reduction } = optionsOf("huberLoss", options, { reduction: REDUCTION, delta: "a number" });
  if (!(delta > 0)) throw new RangeError(`huberLoss: delta is ${delta}. Use a number above 0.`);
  return reduced(row(input, target, delta), reduction);
}
