/**
 * mixtureNllLoss(gate, a, b, target, { weight, ignoreIndex, reduction }): −log p of the target, p = cat(s·softmax(a), (1 − s)·softmax(b)), s = σ(gate): the
 * loss of a label that comes from one of two sets. Labels 0 … n − 1 are a's, n … n + m − 1 are b's.
 *
 * Shape    gate: f[k] or f[k, 1] or a number, a: f[k, n], b: f[k, m], target: int32[k]; or without k → [], or the target's shape without a reduction
 * Method   nllLoss of mixtureLogProbs; value and gradients are right for every gate, however far its sigmoid is from ½
 * Error    3·2⁻²⁴·(|log share| + |log p|) of each
 * Source   pointer-generator networks: See, Liu, Manning 2017, "Get to the point"
 */
import { type Operand, type Tensor } from "@evenkeel/core";
import { gathering, indexOf, optionsOf, show } from "@evenkeel/core/internal";
import { classesOf, type ClassOptions, counted, scoresOf, weightsOf } from "./classes.js";
import { mixture } from "./mixture.js";
import { REDUCTION } from "./reduced.js";

const NAME = "mixtureNllLoss";
const pickOp = /* @__PURE__ */ gathering(NAME);

export function mixtureNllLoss(gate: Operand, a: Operand, b: Operand, target: Operand, options?: ClassOptions): Tensor {
  const { weight, ignoreIndex = -100, reduction } = optionsOf(NAME, options, { weight: "", ignoreIndex: "a number", reduction: REDUCTION });
  const logs = mixture(NAME, gate, a, b);
  if (logs.ndim > 2) throw new RangeError(`${NAME}: log-probabilities of ${show(logs.shape)}. Give a [k, n] and b [k, m], with reshape.`);
  const scores = scoresOf(NAME, logs),
    { losses, counts } = classesOf(NAME, pickOp, scores, indexOf(NAME, target), weightsOf(NAME, weight, scores.classes), ignoreIndex);
  return counted(losses(scores.x), () => counts, reduction);
}
