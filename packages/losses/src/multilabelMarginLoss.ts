/**
 * multilabelMarginLoss(input, target, { reduction }): Σ max(0, 1 − x of a target class + x of another) over all pairs of them, by the number of classes. A row of
 * targets is a list of classes that ends at the first −1.
 *
 * Shape    input: f[n, classes] or f[classes], target: int32 of that shape → [], or [n] or [] without a reduction
 * Method   one body for each pair, summed in float64
 * Error    3·2⁻²⁴·Σ|terms|
 * Source   PyTorch `multilabel_margin_loss`
 */
import {
  amax,
  cummin,
  div,
  type Elementwise,
  elementwise,
  type Ex,
  ge,
  gt,
  logicalAnd,
  logicalNot,
  type Operand,
  oneHot,
  reshape,
  sum,
  type Tensor,
  unsqueeze,
  where,
} from "@evenkeel/core";
import { cast, gathering, hostIndices, indexAlong, indexOf, optionsOf, picked, sameShape, show, together } from "@evenkeel/core/internal";
import * as w from "@evenkeel/core/words";
import { type Reduced, reduced, REDUCTION } from "./reduced.js";

const NAME = "multilabelMarginLoss";
const pickOp = /* @__PURE__ */ gathering(NAME);
/** 1 − (a − b): what is near is subtracted first, so that the 1 is not lost beside large scores. */
const apart = (a: Ex, b: Ex): Ex => w.sub(1, w.sub(a, b));
/** max(0, 1 − a + b); as in PyTorch its derivative where that is 0 is 0. */
const hinge: Elementwise<2> = /* @__PURE__ */ elementwise<2>("multilabelMarginLoss", {
  body: (a, b) => w.max(apart(a, b), 0),
  deriv: [(a, b) => w.where(w.lt(0, apart(a, b)), -1, 0), (a, b) => w.where(w.lt(0, apart(a, b)), 1, 0)],
});

export const multilabelMarginLoss = (input: Operand, target: Operand, options?: Reduced): Tensor =>
  together(NAME, [input, indexOf(NAME, target)], ([x, t]) => loss(x!, t!, optionsOf(NAME, options, { reduction: REDUCTION })));

function loss(given: Tensor, labels: Tensor, { reduction }: Reduced): Tensor {
  if (labels.dtype !== "int32") throw new TypeError(`${NAME}: the target is ${labels.dtype}, and classes are whole numbers. Use int32.`);
  if (given.ndim > 2 || !sameShape(given.shape, labels.shape))
    throw new RangeError(`${NAME}: the input is ${show(given.shape)} and the target ${show(labels.shape)}. Give both [n, classes] or [classes].`);
  const classes = given.shape.at(-1) ?? 1,
    bad = hostIndices(labels)?.find((i) => i < -1 || i >= classes);
  if (bad !== undefined)
    throw new RangeError(`${NAME}: class ${bad} is out of range for ${classes} classes. Use 0 … ${classes - 1}, and −1 behind the last.`);
  const x = reshape(
      given,
      [-1, classes].map((n) => (n < 0 ? given.size / (classes || 1) : n)),
    ),
    t = reshape(labels, x.shape),
    // What follows a −1 is none of the list.
    listed = classes ? ge(cummin(t, 1).values, 0) : ge(t, 0),
    at = where(listed, t, 0),
    among = indexAlong(NAME, x, 1, at),
    chosen = reshape(picked(pickOp, reshape(among.part, among.axes), among.index), x.shape),
    isTarget = classes && x.size ? gt(amax(where(unsqueeze(listed, -1), oneHot(at, classes), 0), 1), 0) : listed;
  const pair = logicalAnd(unsqueeze(listed, -1), unsqueeze(logicalNot(isTarget), 1)),
    terms = where(pair, hinge(unsqueeze(chosen, -1), unsqueeze(x, 1)), 0),
    losses = cast(div(sum(cast(terms, "float64"), [1, 2]), classes), x.dtype);
  return reduced(reshape(losses, given.shape.slice(0, -1)), reduction);
}
