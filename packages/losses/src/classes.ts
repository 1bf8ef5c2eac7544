/** not a loss: targets that are classes, by number or by probability, and the loss of each. */
import { broadcastTo, div, elementwise, type Elementwise, ne, neg, type Operand, reshape, sum, type Tensor, where } from "@evenkeel/core";
import { cast, hostIndices, indexAlong, of, type Op, picked, sameShape, show } from "@evenkeel/core/internal";
import * as w from "@evenkeel/core/words";
import { type Reduced, type Reduction } from "./reduced.js";
import { times } from "./bodies.js";

export interface ClassOptions extends Reduced {
  /** Of each class. */
  readonly weight?: Operand | null;
  /** A target that adds nothing, and does not count in the mean; −100 unless given. */
  readonly ignoreIndex?: number;
}

/** Input [c] or [n, c, …] with the classes as dimension 1 of [n, c, …]. */
interface Scores {
  readonly x: Tensor;
  readonly classes: number;
  /** Without the classes. */
  readonly shape: readonly number[];
}
export function scoresOf(name: string, input: Operand): Scores {
  const x = of(name, input);
  if (!x.ndim) throw new RangeError(`${name}: the input is 0-d. Give it one element for each class, [classes] or [n, classes, …].`);
  const d = x.ndim === 1 ? 0 : 1;
  return { x: x.ndim === 1 ? reshape(x, [1, x.size]) : x, classes: x.shape[d]!, shape: x.shape.toSpliced(d, 1) };
}

/** The weights of classes; null where there are none. Throws RangeError where they are not as many. */
export function weightsOf(name: string, weight: Operand | null | undefined, classes: number): Tensor | null {
  if (weight === null || weight === undefined) return null;
  const t = of(name, weight);
  if (!sameShape(t.shape, [classes]))
    throw new RangeError(`${name}: the weight is ${show(t.shape)}, and there are ${classes} classes. Give one number for each, [${classes}].`);
  return t;
}

/** −w·x. */
const negative: Elementwise<2> = /* @__PURE__ */ elementwise<2>("negative", {
  body: (x, weight) => w.neg(times(weight, x)),
  deriv: [(_, weight) => w.neg(weight), (x) => w.neg(x)],
});

/** A target of class numbers: which element it picks of each row, and what it counts. */
export interface Classes {
  /** What the targets pick of log-probabilities [n, classes, …], as a loss; 0 where one is ignored. */
  readonly losses: (logs: Tensor) => Tensor;
  /** The target's shape: where it is not ignored. */
  readonly seen: Tensor;
  /** What each counts in a mean: its weight, 0 where it is ignored. */
  readonly counts: Tensor;
}
export function classesOf(name: string, self: Op, { x, classes, shape }: Scores, given: Tensor, weight: Tensor | null, ignoreIndex: number): Classes {
  const target = given.dtype === "uint8" ? cast(given, "int32") : given;
  if (target.dtype !== "int32")
    throw new TypeError(
      `${name}: the target is ${target.dtype}, and classes are whole numbers. Use int32, such as tensor(Int32Array.of(0, 1)), or probabilities of the input's shape.`,
    );
  if (!sameShape(target.shape, shape))
    throw new RangeError(`${name}: the target is ${show(target.shape)}, and the input ${show(x.shape)}. Give one class for each of ${show(shape)}.`);
  if (!Number.isSafeInteger(ignoreIndex)) throw new RangeError(`${name}: ignoreIndex is ${ignoreIndex}. Use a whole number.`);
  const bad = hostIndices(target)?.find((i) => i !== ignoreIndex && (i < 0 || i >= classes));
  if (bad !== undefined)
    throw new RangeError(`${name}: class ${bad} is out of range for ${classes} classes. Use 0 … ${classes - 1}, or ignoreIndex (${ignoreIndex}).`);
  const seen = ne(target, ignoreIndex),
    index = where(seen, target, 0);
  const pick = (t: Tensor): Tensor => {
    const at = indexAlong(name, t, 1, reshape(index, x.shape.with(1, 1)));
    return reshape(picked(self, reshape(at.part, at.axes), at.index), shape);
  };
  const weights = weight && reshape(picked(self, reshape(weight, [1, classes, 1]), reshape(index, [1, target.size, 1])), shape);
  return {
    losses: (logs) => where(seen, weights ? negative(pick(logs), weights) : neg(pick(logs)), 0),
    seen,
    counts: weights ? where(seen, weights, 0) : cast(seen, x.dtype),
  };
}
/** One number for each class, for every place of [n, classes, …], without a copy. */
export const along = (weight: Tensor, x: Tensor): Tensor => {
  const shape = x.shape.map((_, d) => (d === 1 ? weight.size : 1));
  return broadcastTo(reshape(weight, shape), x.shape);
};

/** Of losses that count: as they are, their sum, or that by what all count. */
export function counted(losses: Tensor, counts: () => Tensor, reduction: Reduction = "mean"): Tensor {
  if (reduction !== "mean") return reduction === "none" ? losses : sum(losses);
  // In float64, so that it is rounded once, and overflows nowhere.
  return cast(div(sum(cast(losses, "float64")), sum(cast(counts(), "float64"))), losses.dtype);
}
