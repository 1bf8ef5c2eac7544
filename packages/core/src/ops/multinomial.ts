/**
 * multinomial(probs, count, { replacement }): places drawn from each row of weights, a place with the probability of its share of the row's sum. Without
 * `replacement` no place is drawn twice, and a place once drawn has no share of the next draws.
 *
 * Shape    probs: f[n] or f[r, n], which need not add up to 1 → int32[count] or int32[r, count]
 * Method   without replacement, the first of a race: keys e/w of exponential e, in ascending order, one word an element; keys of weights below 2⁻²¹⁰ of the
 *          greatest are one, in the order of places. With replacement, bisection in the running sums for uniform numbers, one word a draw
 * Error    without replacement, as if each weight were off by a relative 2⁻²²; with it, each probability is right to 2⁻²¹, and what is below may be 0
 * Source   PyTorch `multinomial`; Efraimidis and Spirakis 2006, "Weighted random sampling with a reservoir"; no gradient passes
 */
import { decoded, isFloating } from "../dtype.js";
import type { RandomOptions } from "../random/generator.js";
import { type Ex, input } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { of, type Operand } from "../tensor/create.js";
import { noSuch, written } from "../tensor/given.js";
import { optionsOf } from "../tensor/options.js";
import { arange } from "../tensor/range.js";
import { show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { add } from "./add.js";
import { all } from "./all.js";
import { amax } from "./amax.js";
import { beside } from "./beside.js";
import { countNonzero } from "./countNonzero.js";
import { cumsum } from "./cumsum.js";
import { cut } from "./cut.js";
import { div } from "./div.js";
import { drawing, drawn } from "./drawing.js";
import { gt } from "./gt.js";
import { lt } from "./lt.js";
import { mul } from "./mul.js";
import { narrow } from "./narrow.js";
import { gathering, picked } from "./picking.js";
import { places } from "./ranked.js";
import { reshape } from "./reshape.js";
import { type Elementwise, elementwise } from "./row.js";
import { found } from "./searching.js";
import { sub } from "./sub.js";
import { cast } from "./cast.js";
import { where } from "./where.js";

/** What rows cannot be drawn from. A row that can be has the reason RIGHT. */
const RIGHT = -1,
  REASONS: readonly ((row: number) => string)[] = [
    (row) => `row ${row} has a weight that is negative, infinite or NaN. Pass weights from 0, such as softmax gives.`,
    (row) => `the weights of row ${row} are all 0. Pass rows with a weight above 0.`,
    (row) => `row ${row} has fewer weights above 0 than are drawn of it. Draw fewer, or pass { replacement: true }.`,
  ];
/** A reason and a row as a negative index, which the kernel answers as a fault. */
const reasonOf = (index: number): string => REASONS[(-1 - index) % REASONS.length]!(Math.floor((-1 - index) / REASONS.length));

const uniformOp = /* @__PURE__ */ drawing("multinomial", () => ({ form: "uniform" }));
/** −log(½ + x), x uniform between −½ and ½. */
const exponentialOp = /* @__PURE__ */ drawing("multinomial", () => ({ form: "body", body: (exponential ??= w.neg(w.log(w.add(input(0), 0.5)))) }));
let exponential: Ex | undefined;
/** The time e/w at which a place arrives, as multiples of 2⁹⁰ of the time e of the greatest weight m: finite for every weight that is not 0. */
const arrival: Elementwise<3> = /* @__PURE__ */ elementwise<3>("multinomial", {
  body: (e, x, m) => w.where(w.eq(x, 0), Infinity, w.min(w.mul(w.mul(w.div(m, x), 2 ** -90), e), LAST)),
});
/** The greatest float32. */
const LAST = (2 - 2 ** -23) * 2 ** 127;
const isWeight: Elementwise<1> = /* @__PURE__ */ elementwise("multinomial", {
  takes: "compare",
  body: (x) => w.where(w.and(w.le(0, x), w.lt(x, Infinity)), 1, 0),
});
const placeOp = /* @__PURE__ */ gathering("multinomial", reasonOf);

export function multinomial(probs: Operand, count: number, choice?: RandomOptions & { readonly replacement?: boolean }): Tensor {
  const { replacement = false, ...options } = optionsOf("multinomial", choice, { replacement: "true or false", generator: "" }),
    given = of("multinomial", probs),
    n = given.shape.at(-1) ?? 0,
    least = replacement ? 1 : count;
  if (!isFloating(given.dtype)) throw new TypeError(`multinomial: the weights are ${given.dtype}. Pass floating numbers.`);
  if (given.ndim !== 1 && given.ndim !== 2)
    throw new RangeError(`multinomial: the weights are ${show(given.shape)}. Give one row, or rows of two dimensions.`);
  if (!Number.isInteger(count) || count < 1)
    throw noSuch(count, `multinomial: ${written(count)} places are asked for. Ask for a whole number from 1.`);
  if (n < least)
    throw new RangeError(
      `multinomial: ${count} places are asked for, and a row of ${show(given.shape)} has ${n}. ${n ? "Draw fewer, or pass { replacement: true }." : "Pass rows that have weights."}`,
    );
  const rows = given.ndim === 1 ? 1 : given.shape[0]!,
    weights = reshape(given.dtype === "float64" ? cut(given) : cast(cut(given), "float32"), [rows, n]);
  checkWeights(given, rows, least);
  const index = beside([given], () => placesOf(weights, count, least, replacement, options)),
    checked = picked(placeOp, reshape(arange(n), [1, n, 1]), reshape(index, [1, rows * count, 1]));
  return reshape(checked, [...given.shape.slice(0, -1), count]);
}

/** The places that are drawn; of a row that cannot be drawn from the reason, negative. */
function placesOf(weights: Tensor, count: number, least: number, replacement: boolean, options: RandomOptions): Tensor {
  const rows = weights.shape[0]!,
    drawnPlaces = (replacement ? withReplacement : withoutReplacement)(weights, count, options),
    positive = countNonzero(weights, 1),
    reason = where(all(isWeight(weights), 1), where(gt(positive, 0), where(lt(positive, least), 2, RIGHT), 1), 0),
    wrong = sub(-1, add(mul(arange(rows), REASONS.length), reason));
  return where(reshape(lt(reason, 0), [rows, 1]), drawnPlaces, reshape(wrong, [rows, 1]));
}

/** The first of a race. What has no weight never arrives. */
function withoutReplacement(weights: Tensor, count: number, options: RandomOptions): Tensor {
  const times = drawn(exponentialOp, weights.shape, options),
    keys = cast(arrival(times, weights, greatestOf(weights)), "float32");
  return places({ x: keys, d: 1, n: weights.shape[1]!, scalar: false }, { count });
}

/** A uniform number below the sum of a row lies in the step of one of its running sums, and never in that of a weight of 0, which has none. */
function withReplacement(weights: Tensor, count: number, options: RandomOptions): Tensor {
  const [rows, n] = weights.shape as [number, number],
    // Of weights in 0 … 1 the sum is 1 or more, so that a uniform number times the sum is below it, rounded or not.
    sums = cumsum(cast(div(weights, greatestOf(weights)), "float32"), 1);
  return found("multinomial", sums, mul(drawn(uniformOp, [rows, count], options), narrow(sums, 1, n - 1, 1)), true);
}
const greatestOf = (weights: Tensor): Tensor => amax(weights, 1, { keepdim: true });

/** Throws RangeError where the heap has the weights and a row of them cannot be drawn from. */
function checkWeights(weights: Tensor, rows: number, least: number): void {
  const host = weights.value?.host,
    n = weights.shape.at(-1)!;
  if (!host) return;
  const x = decoded(weights.dtype, host);
  for (let row = 0; row < rows; row++) {
    let positive = 0,
      isRight = true;
    for (let i = row * n; i < (row + 1) * n; i++) {
      if (!(x[i]! >= 0 && x[i]! < Infinity)) isRight = false;
      if (x[i] !== 0) positive++;
    }
    const reason = !isRight ? 0 : !positive ? 1 : positive < least ? 2 : RIGHT;
    if (reason !== RIGHT) throw new RangeError(`multinomial: ${REASONS[reason]!(row)}`);
  }
}
