/**
 * multiMarginLoss(input, target, { p, margin, weight, reduction }): Σ max(0, margin − x of the target + x of another class)^p over all others, by the
 * number of classes, times the target's weight.
 *
 * Shape    input: f[n, classes] or f[classes], target: int32[n] or [], weight: f[classes] → [], or the target's shape without a reduction
 * Method   one body for each class, summed in float64
 * Error    3·2⁻²⁴·Σ|terms|
 * Source   PyTorch `multi_margin_loss`
 */
import {
  arange,
  div,
  type Elementwise,
  elementwise,
  eq,
  type Ex,
  mul,
  neg,
  type Operand,
  reshape,
  sum,
  type Tensor,
  unsqueeze,
  where,
} from "@evenkeel/core";
import { cast, gathering, indexOf, optionsOf, show, together } from "@evenkeel/core/internal";
import * as w from "@evenkeel/core/words";
import { classesOf, scoresOf, weightsOf } from "./classes.js";
import type { MarginOptions } from "./hingeEmbeddingLoss.js";
import { reduced, REDUCTION } from "./reduced.js";

const NAME = "multiMarginLoss";
const NONE = -(2 ** 31);
const pickOp = /* @__PURE__ */ gathering(NAME);
/** margin − (a − b): what is near is subtracted first, so that a margin is not lost beside large scores. */
const apart = (a: Ex, b: Ex, margin: Ex): Ex => w.sub(margin, w.sub(a, b));
/** max(0, margin − a + b); as in PyTorch its derivative where that is 0 is 0. */
const hinge: Elementwise<3> = /* @__PURE__ */ elementwise<3>("multiMarginLoss", {
  body: (a, b, margin) => w.max(apart(a, b, margin), 0),
  deriv: [(a, b, margin) => w.where(w.lt(0, apart(a, b, margin)), -1, 0), (a, b, margin) => w.where(w.lt(0, apart(a, b, margin)), 1, 0), null],
});

export interface MultiMarginOptions extends MarginOptions {
  /** 1 or 2; 1 unless given. */
  readonly p?: number;
  /** Of each class. */
  readonly weight?: Operand | null;
}

export const multiMarginLoss = (input: Operand, target: Operand, options?: MultiMarginOptions): Tensor =>
  together(NAME, [input, indexOf(NAME, target)], ([x, t]) =>
    loss(x!, t!, optionsOf(NAME, options, { p: "a number", margin: "a number", weight: "", reduction: REDUCTION })),
  );

function loss(given: Tensor, targets: Tensor, { p = 1, margin = 1, weight, reduction }: MultiMarginOptions): Tensor {
  const scores = scoresOf(NAME, given.ndim ? given : reshape(given, [1])),
    { x, classes, shape } = scores,
    // One target of one row may be a list, as in PyTorch.
    t = given.ndim < 2 && targets.size === 1 ? reshape(targets, []) : targets;
  if (x.ndim > 2) throw new RangeError(`${NAME}: the input is ${show(x.shape)}. Give it [n, classes] or [classes].`);
  if (p !== 1 && p !== 2) throw new RangeError(`${NAME}: p is ${p}. Use 1 or 2.`);
  // The last number that is a target is no class, so that none is ignored.
  const weights = weightsOf(NAME, weight, classes),
    { losses } = classesOf(NAME, pickOp, scores, t, null, NONE),
    own = unsqueeze(neg(reshape(losses(x), [x.shape[0]!])), 1);
  const each = hinge(own, x, margin),
    terms = where(eq(unsqueeze(reshape(t, [x.shape[0]!]), 1), arange(classes)), 0, p === 2 ? mul(each, each) : each);
  const all = reshape(cast(div(sum(cast(terms, "float64"), 1), classes), x.dtype), shape);
  return reduced(weights ? mul(all, classesOf(NAME, pickOp, scores, t, weights, NONE).counts) : all, reduction);
}
