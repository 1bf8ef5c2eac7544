/**
 * binaryCrossEntropyWithLogits(input, target, { weight, posWeight, reduction }): −posWeight·t·log σ(x) − (1 − t)·log σ(−x), times weight.
 *
 * Shape    input, target: f[…] of one shape; weight, posWeight: broadcast to it → [], or […] without a reduction
 * Method   posWeight·t·softplus(−x) + (1 − t)·softplus(x), of which nothing cancels for targets from 0 to 1, in one body. Derivative
 *          (1 − t)·σ(x) − posWeight·t·σ(−x)
 * Error    each 0.501 ulp for targets from 0 to 1, and of the larger term where the derivative crosses 0
 * Source   PyTorch `binary_cross_entropy_with_logits`; at ±∞ with the target that agrees it is 0, and there NaN
 */
import { type Elementwise, elementwise, type Ex, type Operand, sigmoid, softplus, type Tensor } from "@evenkeel/core";
import { optionsOf } from "@evenkeel/core/internal";
import * as w from "@evenkeel/core/words";
import { alike, type Reduced, reduced, REDUCTION } from "./reduced.js";
import { tail, times } from "./bodies.js";

/** posWeight·softplus(−x) − softplus(x), the derivative by the target: −x where posWeight is 1. */
const tilt: Elementwise<2> = /* @__PURE__ */ elementwise<2>("binaryCrossEntropyWithLogits tilt", {
  body: (x, p) => w.add(w.where(w.lt(x, 0), w.neg(w.mul(p, x)), w.neg(x)), times(w.sub(p, 1), tail(x))),
  deriv: [(x, p) => w.neg(w.add(w.mul(p, sigmoid(w.neg(x))), sigmoid(x))), (x) => softplus(w.neg(x))],
});
const unweighted = (x: Ex, t: Ex, p: Ex): Ex =>
  w.add(times(w.mul(p, t), w.add(w.max(w.neg(x), 0), tail(x))), times(w.sub(1, t), w.add(w.max(x, 0), tail(x))));
const row: Elementwise<4> = /* @__PURE__ */ elementwise<4>("binaryCrossEntropyWithLogits", {
  body: (x, t, p, weight) => times(weight, unweighted(x, t, p)),
  deriv: [
    (x, t, p, weight) => w.mul(weight, w.sub(w.mul(w.sub(1, t), sigmoid(x)), w.mul(w.mul(p, t), sigmoid(w.neg(x))))),
    (x, _t, p, weight) => w.mul(weight, tilt(x, p)),
    (x, t, _p, weight) => w.mul(weight, w.mul(t, softplus(w.neg(x)))),
    (x, t, p) => w.add(w.mul(w.mul(p, t), softplus(w.neg(x))), w.mul(w.sub(1, t), softplus(x))),
  ],
});

export interface LogitsOptions extends Reduced {
  /** Of each element. */
  readonly weight?: Operand | null;
  /** Of what is true: above 1 it counts more. */
  readonly posWeight?: Operand | null;
}

export function binaryCrossEntropyWithLogits(input: Operand, target: Operand, options?: LogitsOptions): Tensor {
  const { weight, posWeight, reduction } = optionsOf("binaryCrossEntropyWithLogits", options, { weight: "", posWeight: "", reduction: REDUCTION });
  const [x, t] = alike("binaryCrossEntropyWithLogits", input, target);
  return reduced(row(x, t, posWeight ?? 1, weight ?? 1), reduction);
}
