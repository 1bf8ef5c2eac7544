/**
 * binaryCrossEntropy(input, target, { weight, reduction }): −t·log p − (1 − t)·log(1 − p), times weight, of probabilities. Where p is sigmoid(x), as
 * written, it is computed from x. A p that is no probability, below 0 or above 1, gives NaN.
 *
 * Shape    input, target: f[…] of one shape; weight: broadcasts to it → [], or […] without a reduction
 * Method   one body; logarithms are at least −100, as in PyTorch, so that one p of 0 or 1 that is wrong leaves a mean finite. Derivative
 *          (1 − t)/(1 − p) − t/p, with 10¹² for what is larger only because p is 0 or 1, or its logarithm below −100
 * Error    each 0.501 ulp for targets from 0 to 1, and of the larger term where the derivative crosses 0
 * Source   PyTorch `binary_cross_entropy`, whose derivative is limited by 10¹² throughout
 */
import { type Elementwise, elementwise, type Ex, type Operand, sub, type Tensor } from "@evenkeel/core";
import { emit, isNative, logForm, optionsOf } from "@evenkeel/core/internal";
import * as w from "@evenkeel/core/words";
import { alike, type Reduced, reduced, REDUCTION } from "./reduced.js";
import { times } from "./bodies.js";

/** The inverse of 10⁻¹² in float32. */
const STEEPEST = 1 / 9.999999960041972e-13;
const LEAST = -100;
const atLeast = (log: Ex): Ex => w.where(w.lt(log, LEAST), LEAST, log);
/** 1/p, and 10¹² where the logarithm of p is held. */
const inverse = (p: Ex): Ex => w.where(w.lt(p, Math.exp(LEAST)), STEEPEST, w.div(1, p));
/** 1 − p from p is exact enough in float64: where it is 0 p is 1. */
const unweighted = (p: Ex, t: Ex): Ex => w.neg(w.add(times(t, atLeast(w.log(p))), times(w.sub(1, t), atLeast(w.log1p(w.neg(p))))));

/** The same from both logarithms. */
const fromLogs: Elementwise<4> = /* @__PURE__ */ elementwise<4>("binaryCrossEntropy", {
  body: (p, q, t, weight) => times(weight, w.neg(w.add(times(t, p), times(w.sub(1, t), q)))),
  deriv: [
    (_p, _q, t, weight) => w.neg(w.mul(weight, t)),
    (_p, _q, t, weight) => w.neg(w.mul(weight, w.sub(1, t))),
    (p, q, _t, weight) => w.mul(weight, w.sub(q, p)),
    (p, q, t) => w.neg(w.add(w.mul(t, p), w.mul(w.sub(1, t), q))),
  ],
});
const row: Elementwise<3> = /* @__PURE__ */ elementwise<3>("binaryCrossEntropy", {
  body: (p, t, weight) => times(weight, unweighted(p, t)),
  deriv: [
    (p, t, weight) => w.mul(weight, w.sub(w.mul(w.sub(1, t), inverse(w.sub(1, p))), w.mul(t, inverse(p)))),
    (p, _t, weight) => w.mul(weight, w.sub(atLeast(w.log1p(w.neg(p))), atLeast(w.log(p)))),
    (p, t) => unweighted(p, t),
  ],
  forms: {
    ask: (node) => {
      const [p, t, weight] = node.inputs as [Tensor, Tensor, Tensor],
        other = sub(1, p),
        f = logForm(p),
        g = logForm(other.op.forms!.ask!(other)?.node ?? other);
      if (!isNative(f) || f.sign !== 1 || !isNative(g) || g.sign !== 1) return null;
      return {
        node: fromLogs(emit(f.log, p.shape), emit(g.log, p.shape), t, weight),
        why: "the logarithms of the probability and of the other one are known better than they are",
      };
    },
  },
});

export interface WeightedOptions extends Reduced {
  /** Of each element. */
  readonly weight?: Operand | null;
}

export function binaryCrossEntropy(input: Operand, target: Operand, options?: WeightedOptions): Tensor {
  const { weight, reduction } = optionsOf("binaryCrossEntropy", options, { weight: "", reduction: REDUCTION });
  const [p, t] = alike("binaryCrossEntropy", input, target);
  return reduced(row(p, t, weight ?? 1), reduction);
}
