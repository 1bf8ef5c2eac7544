/**
 * multilabelSoftMarginLoss(input, target, { weight, reduction }): the mean over the classes of −t·log σ(x) − (1 − t)·log σ(−x), each times its class's weight.
 *
 * Shape    input, target: f[…, classes] of one shape, weight: broadcasts to it → [], or […] without a reduction
 * Method   binaryCrossEntropyWithLogits, and its mean over the last dimension
 * Error    each 1.01 ulp for targets from 0 to 1
 * Source   PyTorch `multilabel_soft_margin_loss`
 */
import { mean, type Operand, type Tensor } from "@evenkeel/core";
import { optionsOf, show } from "@evenkeel/core/internal";
import type { WeightedOptions } from "./binaryCrossEntropy.js";
import { binaryCrossEntropyWithLogits } from "./binaryCrossEntropyWithLogits.js";
import { alike, reduced, REDUCTION } from "./reduced.js";

export function multilabelSoftMarginLoss(input: Operand, target: Operand, options?: WeightedOptions): Tensor {
  const { weight = null, reduction } = optionsOf("multilabelSoftMarginLoss", options, { weight: "", reduction: REDUCTION });
  const [x, t] = alike("multilabelSoftMarginLoss", input, target);
  if (!x.ndim) throw new RangeError(`multilabelSoftMarginLoss: the input is ${show(x.shape)}. Give it one element for each class, […, classes].`);
  return reduced(mean(binaryCrossEntropyWithLogits(x, t, { weight, reduction: "none" }), -1), reduction);
}
