/**
 * poissonNllLoss(input, target, { logInput, full, eps, reduction }): e^x − t·x of the logarithm x of a rate; of a rate x itself (logInput false)
 * x − t·log(x + eps). With `full` and Stirling's t·log t − t + ½ log 2πt for targets above 1.
 *
 * Shape    input, target: f[…], which broadcast → [], or their shape without a reduction
 * Method   one body
 * Error    each 0.501 ulp of the larger term, of float64 2 ulp
 * Source   PyTorch `poisson_nll_loss`
 */
import { add, type Elementwise, elementwise, type Ex, type Operand, type Tensor } from "@evenkeel/core";
import { optionsOf, together } from "@evenkeel/core/internal";
import * as w from "@evenkeel/core/words";
import { type Reduced, reduced, REDUCTION } from "./reduced.js";
import { times } from "./bodies.js";

const ofLogs: Elementwise<2> = /* @__PURE__ */ elementwise<2>("poissonNllLoss", {
  body: (x, t) => w.sub(w.exp(x), times(t, x)),
  deriv: [(x, t) => w.sub(w.exp(x), t), (x) => w.neg(x)],
});
/** log(x + eps); of their sum eps would be lost where x is about 1. */
const logOfSum = (x: Ex, eps: Ex): Ex => w.where(w.eq(eps, 0), w.log(x), w.add(w.log(w.max(x, eps)), w.log1p(w.div(w.min(x, eps), w.max(x, eps)))));
const ofRates: Elementwise<3> = /* @__PURE__ */ elementwise<3>("poissonNllLoss of rates", {
  body: (x, t, eps) => w.sub(x, times(t, logOfSum(x, eps))),
  deriv: [(x, t, eps) => w.sub(1, w.div(t, w.add(x, eps))), (x, _, eps) => w.neg(logOfSum(x, eps)), null],
});
const HALF_LOG_2PI = 0.9189385332046727;
const stirling: Elementwise<1> = /* @__PURE__ */ elementwise<1>("poissonNllLoss full", {
  body: (t) => w.where(w.lt(1, t), w.add(w.sub(w.mul(t, w.log(t)), t), w.add(HALF_LOG_2PI, w.mul(0.5, w.log(t)))), w.where(w.eq(t, t), 0, NaN)),
  deriv: (t) => w.where(w.lt(1, t), w.add(w.log(t), w.div(0.5, t)), 0),
});

export interface PoissonOptions extends Reduced {
  /** Whether the input is the logarithm of a rate; true unless given. */
  readonly logInput?: boolean;
  readonly full?: boolean;
  /** Added to a rate before its logarithm; 10⁻⁸ unless given. */
  readonly eps?: number;
}

export function poissonNllLoss(input: Operand, target: Operand, options?: PoissonOptions): Tensor {
  const {
    logInput = true,
    full = false,
    eps = 1e-8,
    reduction,
  } = optionsOf("poissonNllLoss", options, { logInput: "true or false", full: "true or false", eps: "a number", reduction: REDUCTION });
  const losses = together("poissonNllLoss", [input, target], ([x, t]) => {
    const own = logInput ? ofLogs(x!, t!) : ofRates(x!, t!, eps);
    return full ? add(own, stirling(t!)) : own;
  });
  return reduced(losses, reduction);
}
