/**
 * klDiv(input, target, { logTarget, reduction }): t·(log t − x), x a log-probability, t a probability, or its logarithm where logTarget is set. The
 * divergence of one distribution from another is the sum; "batchmean" is the sum by the size of the first dimension.
 *
 * Shape    input, target: f[…], which broadcast → [], or their shape without a reduction
 * Method   one body; 0 where t is 0, whatever x is
 * Error    each 0.501 ulp; of the larger of log t and x where they are nearly equal
 * Source   PyTorch `kl_div`
 */
import { div, type Elementwise, elementwise, type Operand, sum, type Tensor } from "@evenkeel/core";
import { optionsOf } from "@evenkeel/core/internal";
import * as w from "@evenkeel/core/words";
import { reduced, type Reduction } from "./reduced.js";
import { times } from "./bodies.js";

const row: Elementwise<2> = /* @__PURE__ */ elementwise<2>("klDiv", {
  body: (x, t) => times(t, w.sub(w.log(t), x)),
  deriv: [(_, t) => w.neg(t), (x, t) => w.add(w.sub(w.log(t), x), 1)],
});
const ofLogs: Elementwise<2> = /* @__PURE__ */ elementwise<2>("klDiv of logarithms", {
  body: (x, t) => w.where(w.and(w.eq(t, -Infinity), w.eq(x, x)), 0, w.mul(w.exp(t), w.sub(t, x))),
  deriv: [(_, t) => w.neg(w.exp(t)), (x, t) => w.where(w.and(w.eq(t, -Infinity), w.eq(x, x)), 0, w.mul(w.exp(t), w.add(w.sub(t, x), 1)))],
});

export interface DivergenceOptions {
  /** "mean" unless given, which is by the number of elements. */
  readonly reduction?: Reduction | "batchmean";
  readonly logTarget?: boolean;
}

export function klDiv(input: Operand, target: Operand, options?: DivergenceOptions): Tensor {
  const { logTarget = false, reduction = "mean" } = optionsOf("klDiv", options, {
    reduction: '"none", "mean", "sum" or "batchmean"',
    logTarget: "true or false",
  });
  const losses = logTarget ? ofLogs(input, target) : row(input, target);
  return reduction === "batchmean" ? div(sum(losses), losses.shape[0] ?? 1) : reduced(losses, reduction);
}
