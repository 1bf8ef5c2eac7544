/**
 * nllLoss(input, target, { weight, ignoreIndex, reduction }): −log p of the target class, times the class's weight, of log-probabilities. The mean is
 * by the weights that count; of nothing it is NaN.
 *
 * Shape    input: f[classes] or f[n, classes, …], target: int32[] or [n, …], weight: f[classes] → [], or the target's shape without a reduction
 * Method   picked, and summed in float64
 * Error    ½ ulp of each; mean and sum 0.501 ulp + 2⁻²⁴·Σ|terms| (of the mean, by what counts)
 * Source   PyTorch `nll_loss`; a class out of range is a RangeError, at the call for host data, else at the read
 */
import type { Operand, Tensor } from "@evenkeel/core";
import { gathering, indexOf, optionsOf, together } from "@evenkeel/core/internal";
import { classesOf, type ClassOptions, counted, scoresOf, weightsOf } from "./classes.js";
import { REDUCTION } from "./reduced.js";

const pickOp = /* @__PURE__ */ gathering("nllLoss");

export const nllLoss = (input: Operand, target: Operand, options?: ClassOptions): Tensor =>
  together("nllLoss", [input, indexOf("nllLoss", target)], ([x, t]) =>
    loss(x!, t!, optionsOf("nllLoss", options, { weight: "", ignoreIndex: "a number", reduction: REDUCTION })),
  );

function loss(given: Tensor, target: Tensor, { weight, ignoreIndex = -100, reduction }: ClassOptions): Tensor {
  const scores = scoresOf("nllLoss", given),
    weights = weightsOf("nllLoss", weight, scores.classes),
    { losses, counts } = classesOf("nllLoss", pickOp, scores, target, weights, ignoreIndex);
  return counted(losses(scores.x), () => counts, reduction);
}
