/**
 * not an op: what a row of exponents has beside each of its elements. With p = softmax(x), 1 − p, its logarithm and log(p/(1 − p)) are made of the sum over
 * the OTHER elements: of the greatest of all, if it is alone, from the greatest of the others, so that nothing cancels where p is near 1 and nothing
 * underflows. With e = e^(l − m), q is the total less 1, and q − expm1(l − m) what the others add up to.
 */
import { type Ex, input } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { native } from "../stability/forms.js";
import { logarithmNear } from "../stability/linear.js";
import { atom, lin } from "../stability/lin.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { pull } from "./derivative.js";
import { exp } from "./exp.js";
import { cached, countOf, type Exponents, inParts, over, peakOf, pulled, rest, sister, toInputs, widthOf, withExact } from "./exponents.js";
import { bare, greatest } from "./extreme.js";
import { inverseOdds } from "./inverseShare.js";
import { logSoftmax } from "./logSoftmax.js";
import { mul } from "./mul.js";
import { type Op, op } from "./op.js";
import { flattened, spread } from "./reduction.js";
import { add } from "./add.js";
import { reshape } from "./reshape.js";
import { apply, elementwise, make } from "./row.js";
import { softmax } from "./softmax.js";
import { sub } from "./sub.js";
import { reduced, Wide } from "./wide.js";
import { rules } from "../stability/rules.js";

/** One element, and its row. */
export interface At {
  /** The exponent, its distance from m, and e to that. */
  readonly l: Ex;
  readonly d: Ex;
  readonly e: Ex;
  readonly m: Ex;
  /** The greatest of the exponents below m, and the total of e^(l − m2) over these, less 1. */
  readonly m2: Ex;
  readonly q2: Ex;
  readonly q: Ex;
  /** Whether this element alone is the greatest. */
  readonly alone: Ex;
  /** What the others add up to, in units of e^m, where this one is not alone. */
  readonly others: Ex;
}
/** Numbers of a row, in the order in which bodies take them. */
interface Beside {
  readonly exponents: readonly Tensor[];
  /** m2, n, q in two parts, and q2 in two parts: with 1 for the dimensions of the row. */
  readonly numbers: readonly Tensor[];
}
const below = /* @__PURE__ */ elementwise<2>("below", { body: (x, m) => w.where(w.lt(x, m), x, -Infinity) });

export function besideOf(node: Tensor): Beside {
  const e = node.attrs as Exponents,
    peak = peakOf(node),
    { shape } = peak.rounded,
    m2 = bare(greatest, below(peak.rounded, peak.m), e),
    second = [...peak.exponents, spread(m2, shape, e)];
  const [n, ...q] = [reduced(countOf(e), peak.exponents, [], e), ...inParts(OTHERS, peak, e)],
    q2 = [false, true].map((lost) => reduced(secondOf(e, lost), second, [], e));
  return { exponents: peak.exponents, numbers: [m2, n!, ...q, ...q2].map((t) => reshape(t, flattened(shape, e))) };
}
const OTHERS = ["others", (n: Ex, r: Ex): Ex => w.add(w.sub(n, 1), r)] as const;
export const inputsFor = (n: number): Ex[] => Array.from({ length: n }, (_, i) => input(i));

/** Σ e^(l − m2) − 1 over the exponents below m. */
const secondOf = (e: Exponents, lost: boolean): Op =>
  cached(`second ${lost}`, e, () => {
    const x = inputsFor(widthOf(e) + 1),
      m2 = x.at(-1)!,
      term = (of: (l: Ex, x: Ex) => Ex): Ex => withExact(e, (l, x, m) => w.where(w.lt(x, m), of(l, x), 0))(...x);
    const terms = [term((_, x) => w.where(w.eq(x, m2), 1, 0)), term((l, x) => rest(l, x, m2))];
    return op("second", "reduce", { combine: "sum", wide: new Wide(terms, OTHERS[1](input(0), input(1)), lost) });
  });

/** A body of one element and its row, of whatever else is given after the numbers of the row. */
export const bodyOf =
  (e: Exponents, body: (at: At, more: readonly Ex[]) => Ex) =>
  (...x: readonly Ex[]): Ex => {
    const width = widthOf(e),
      [m2, n, high, low, high2, low2] = x.slice(width) as [Ex, Ex, Ex, Ex, Ex, Ex],
      q = w.add(high, low);
    return withExact(e, (l, x0, m) => {
      const d = w.sub(l, m),
        at: At = {
          l,
          d,
          e: w.exp(d),
          m,
          m2,
          q2: w.add(high2, low2),
          q,
          alone: w.and(w.eq(n, 1), w.eq(x0, m)),
          others: w.sub(q, w.expm1(d)),
        };
      return body(at, x.slice(width + 6));
    })(...x);
  };
/** A map of every element; `none` where all exponents are −∞, NaN where one is ∞. */
export function mapped(name: string, node: Tensor, none: number, body: (at: At, more: readonly Ex[]) => Ex, more: readonly Tensor[] = []): Tensor {
  const e = node.attrs as Exponents,
    { exponents, numbers } = besideOf(node);
  const self = cached(name, e, () => {
    const whole = bodyOf(e, (at, more) => w.where(w.lt(w.abs(at.m), Infinity), body(at, more), w.where(w.lt(at.m, 0), none, NaN)));
    return make(name, { body: whole }, exponents.length + numbers.length + more.length).op;
  });
  return apply(self, [...exponents, ...numbers, ...more]);
}
/** What the others share among them, as a part of which this is. */
const shareOfOthers = ({ l, m2, q2 }: At): Ex => w.where(w.lt(-Infinity, l), w.div(w.exp(w.sub(l, m2)), w.add(1, q2)), 0);

const complementOp: Op = /* @__PURE__ */ op("complement", "composite", {
  parts: (node) =>
    mapped("complement", node, 1, ({ alone, others, m, m2, q, q2 }) =>
      w.div(w.where(alone, w.mul(w.exp(w.sub(m2, m)), w.add(1, q2)), others), w.add(1, q)),
    ),
  range: () => [0, 1],
  forms: {
    states: rules,
    ofShare: (l) => w.neg(w.expm1(l)),
    log: (node) => native(atom(sister(logComplement, node, node.shape))),
    fallen: (node) => lin(1, [sister(softmax, node, node.shape), -1]),
    offsets: (node) => [{ base: lin(1), rest: () => atom(sister(softmax, node, node.shape), -1) }],
  },
  vjp: (g, node) => softmax.op.vjp!(sub(0, g), sister(softmax, node, node.shape)),
});
/** 1 − softmax. @internal */
export const complement = { op: complementOp };

const logComplementOp: Op = /* @__PURE__ */ op("log complement", "composite", {
  parts: (node) =>
    mapped("log complement", node, 0, ({ alone, d, e, m, m2, q, q2 }) =>
      w.where(
        w.and(alone, w.lt(q, 1)),
        w.sub(w.add(w.sub(m2, m), w.log1p(q2)), w.log1p(q)),
        // Exponentials are held to finite values, and log 1 is +0.
        w.where(w.lt(d, -700), 0, w.log1p(w.neg(w.div(e, w.add(1, q))))),
      ),
    ),
  range: () => [-Infinity, 0],
  forms: {
    states: rules,
    logarithmic: true,
    logarithm: (node) => logarithmNear(node, -1, sister(softmax, node, node.shape)),
    power: (node, c) => (c === 1 ? sister(complement, node, node.shape) : null),
    offsets: (node) => [{ base: atom(sister(logSoftmax, node, node.shape)), rest: () => atom(sister(logOdds, node, node.shape), -1) }],
  },
  vjp: (g, node) => toInputs(slope(logComplementSlope, g, node), node),
});
/** log(1 − softmax). @internal */
export const logComplement = { op: logComplementOp };

const logOddsOp: Op = /* @__PURE__ */ op("log odds", "composite", {
  parts: (node) =>
    mapped("log odds", node, -Infinity, ({ alone, l, d, m2, q2, others }) =>
      w.where(alone, w.sub(w.sub(l, m2), w.log1p(q2)), w.sub(d, w.log(others))),
    ),
  forms: { states: rules, power: (node, c) => (c === -1 ? sister(inverseOdds, node, node.shape) : null) },
  vjp: (g, node) => toInputs(slope(logOddsSlope, g, node), node),
});
/** log(p/(1 − p)) of p = softmax. @internal */
export const logOdds = { op: logOddsOp };

/** A gradient by the exponents of a row, of the gradient g and the inputs of the row. */
export const slope = (self: Op, g: Tensor, node: Tensor): Tensor => record(self, [...node.inputs, g], g.shape, node.attrs, node.dtype);
export const rowIn = (node: Tensor): Tensor => record(softmax.op, node.inputs.slice(0, -1), node.shape, node.attrs, node.dtype);

/**
 * `weight` is what an element, unless alone, adds for each g to the sum that all elements are given; `body` the gradient, of this sum without what this
 * element adds to it, of g, and of g at the element that is alone.
 */
function slopeParts(name: string, node: Tensor, weight: (at: At) => Ex, body: (at: At, sum: Ex, g: Ex, gAlone: Ex) => Ex): Tensor {
  const e = node.attrs as Exponents,
    g = node.inputs.at(-1)!,
    row = rowIn(node),
    { exponents, numbers } = besideOf(row),
    count = exponents.length + numbers.length;
  const full = [...exponents, ...numbers.map((t) => spread(t, g.shape, e)), g];
  const total = (part: string, lost: boolean, term: (at: At, g: Ex) => Ex): Tensor => {
    const self = cached(`${name} ${part} ${lost}`, e, () =>
      op(name, "reduce", { combine: "sum", wide: new Wide([bodyOf(e, (at, [g]) => term(at, g!))(...inputsFor(count + 1))], input(0), lost) }),
    );
    return reshape(reduced(self, full, [], e), flattened(g.shape, e));
  };
  const own = (at: At, g: Ex): Ex => w.where(at.alone, 0, pull(g, weight(at))),
    sums = [false, true].map((lost) => total("sum", lost, own)),
    alone = total("alone", false, (at, g) => w.where(at.alone, g, 0));
  return mapped(name, row, 0, (at, [high, low, gAlone, g]) => body(at, w.sub(w.add(high!, low!), own(at, g!)), g!, gAlone!), [...sums, alone, g]);
}
/** p·(Σ g·o − g) with o = p/(1 − p), the sum over the others. */
const logComplementSlope: Op = /* @__PURE__ */ op("log complement′", "composite", {
  parts: (node) =>
    slopeParts(
      "log complement′",
      node,
      ({ e, others }) => w.div(e, others),
      (at, s, g, gAlone) =>
        w.add(w.mul(w.div(at.e, w.add(1, at.q)), w.sub(s, g)), w.where(at.alone, 0, pull(gAlone, w.div(shareOfOthers(at), w.add(1, at.q))))),
    ),
  // By g it is o·(Σ p·c − c).
  vjp: (c, node) => {
    const row = rowIn(node),
      g = node.inputs.at(-1)!,
      odds = exp(sister(logOdds, row, row.shape)),
      d = sub(over(pulled(c, row), node.attrs as Exponents), c);
    const byOdds = slope(logOddsSlope, pulled(mul(g, d), odds), row),
      byShares = softmax.op.vjp!(mul(c, over(pulled(g, odds), node.attrs as Exponents)), row);
    return [...toInputs(byOdds, row).map((t, i) => t && add(t, byShares[i]!)), pulled(d, odds)];
  },
});
/** g − Σ g·e/(1 − p), the sum over the others. */
const logOddsSlope: Op = /* @__PURE__ */ op("log odds′", "composite", {
  parts: (node) =>
    slopeParts(
      "log odds′",
      node,
      ({ others }) => w.div(1, others),
      (at, s, g, gAlone) => w.sub(w.sub(g, w.mul(at.e, s)), w.where(at.alone, 0, pull(gAlone, shareOfOthers(at)))),
    ),
  // By g it is (c − Σ p·c)/(1 − p).
  vjp: (c, node) => {
    const row = rowIn(node),
      g = node.inputs.at(-1)!,
      odds = exp(sister(logOdds, row, row.shape)),
      d = sub(c, over(pulled(c, row), node.attrs as Exponents)),
      inverse = add(1, odds);
    const byOdds = slope(logOddsSlope, pulled(mul(g, d), odds), row),
      byShares = softmax.op.vjp!(mul(c, over(pulled(sub(0, g), inverse), node.attrs as Exponents)), row);
    return [...toInputs(byOdds, row).map((t, i) => t && add(t, byShares[i]!)), pulled(d, inverse)];
  },
});
