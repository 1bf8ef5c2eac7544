/**
 * crossEntropy(input, target, { weight, ignoreIndex, labelSmoothing, reduction }): −log softmax(input) of the target class, times the class's weight;
 * or −Σ w·t·log softmax(input) for a target of probabilities. With labelSmoothing ε the target is 1 − ε of itself and ε of all classes alike.
 *
 * Shape    input: f[classes] or f[n, classes, …]; target: int32[] or [n, …], or f of the input's shape; weight: f[classes] → [], or the input's shape
 *          without the classes, where there is no reduction
 * Method   logSoftmax, of which what is picked is exact; mean and sum in float64. A probability of 0 adds nothing, though a logarithm be −∞
 * Error    2·2⁻²⁴·(|xₜ − max| + |lse − max| + 1) of each, times its weight
 * Source   PyTorch `cross_entropy`; a class out of range is a RangeError, at the call for host data, else at the read
 */
import { elementwise, type Elementwise, isFloating, logSoftmax, onesLike, type Operand, reshape, sum, type Tensor, where } from "@evenkeel/core";
import { gathering, indexOf, optionsOf, sameShape, together } from "@evenkeel/core/internal";
import * as w from "@evenkeel/core/words";
import { along, classesOf, type ClassOptions, counted, scoresOf, weightsOf } from "./classes.js";
import { times } from "./bodies.js";
import { REDUCTION } from "./reduced.js";

export interface CrossEntropyOptions extends ClassOptions {
  /** From 0 to 1; 0 unless given. */
  readonly labelSmoothing?: number;
}
const NAME = "crossEntropy";
const pickOp = /* @__PURE__ */ gathering(NAME);

/** −w·t·log p. */
const term: Elementwise<3> = /* @__PURE__ */ elementwise<3>("crossEntropy term", {
  body: (log, t, weight) => w.neg(times(w.mul(weight, t), log)),
  deriv: [(_, t, weight) => w.neg(w.mul(weight, t)), (log, _, weight) => w.neg(times(weight, log)), (log, t) => w.neg(times(t, log))],
});
/** (1 − ε)·a + ε·b. */
const mixed: Elementwise<3> = /* @__PURE__ */ elementwise<3>("crossEntropy smoothed", {
  body: (a, b, smoothing) => w.add(times(w.sub(1, smoothing), a), times(smoothing, b)),
  deriv: [(_a, _b, smoothing) => w.sub(1, smoothing), (_a, _b, smoothing) => smoothing, null],
});

export const crossEntropy = (input: Operand, target: Operand, options?: CrossEntropyOptions): Tensor =>
  together(NAME, [input, target], ([x, t]) =>
    loss(x!, t!, target, optionsOf(NAME, options, { weight: "", ignoreIndex: "a number", labelSmoothing: "a number", reduction: REDUCTION })),
  );

function loss(given: Tensor, t: Tensor, target: Operand, { weight, ignoreIndex = -100, labelSmoothing = 0, reduction }: CrossEntropyOptions): Tensor {
  const scores = scoresOf(NAME, given),
    { x, classes, shape } = scores,
    weights = weightsOf(NAME, weight, classes);
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) throw new RangeError(`${NAME}: labelSmoothing is ${labelSmoothing}. Use a number from 0 to 1.`);
  const logs = logSoftmax(x, 1),
    over = (t: Operand): Tensor => reshape(sum(term(logs, t, weights ? along(weights, x) : 1), 1), shape),
    ofAll = (): Tensor => over(1 / classes),
    smoothly = (losses: Tensor, all: () => Tensor): Tensor => (labelSmoothing ? mixed(losses, all(), labelSmoothing) : losses);
  if (isFloating(t.dtype) && sameShape(t.shape, given.shape)) {
    if (ignoreIndex >= 0)
      throw new TypeError(`${NAME}: ignoreIndex is ${ignoreIndex}, and the target has probabilities. Leave it out, or give classes by number.`);
    const losses = smoothly(over(reshape(t, x.shape)), ofAll);
    // The mean is by the number of targets, whatever they weigh.
    return counted(losses, () => onesLike(losses), reduction);
  }
  const { losses, seen, counts } = classesOf(NAME, pickOp, scores, indexOf(NAME, target, t), weights, ignoreIndex);
  return counted(
    smoothly(losses(logs), () => where(seen, ofAll(), 0)),
    () => counts,
    reduction,
  );
}
