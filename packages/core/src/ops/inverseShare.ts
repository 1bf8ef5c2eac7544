/**
 * not an op: 1/softmax, Σ e^x over e^x. Its gradient is of ratios e^(xⱼ − xᵢ) of two exponents, which are in range where 1/p is not: they are made of the greatest
 * 1/p that a gradient comes to.
 */
import { type Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { native } from "../stability/forms.js";
import { atom } from "../stability/lin.js";
import type { Tensor } from "../tensor/tensor.js";
import { add } from "./add.js";
import { type At, besideOf, bodyOf, inputsFor, logOdds, mapped, rowIn, slope } from "./complement.js";
import { pull } from "./derivative.js";
import { cached, type Exponents, over, pulled, sister, toInputs } from "./exponents.js";
import { bare, greatest } from "./extreme.js";
import { logSoftmax } from "./logSoftmax.js";
import { mul } from "./mul.js";
import { type Op, op } from "./op.js";
import { flattened, spread } from "./reduction.js";
import { reshape } from "./reshape.js";
import { elementwise } from "./row.js";
import { softmax } from "./softmax.js";
import { sub } from "./sub.js";
import { reduced, Wide } from "./wide.js";
import { rules } from "../stability/rules.js";
import { overAnother } from "../stability/shares.js";

const inverseShareOp: Op = /* @__PURE__ */ op("inverse share", "composite", {
  parts: (node) => mapped("inverse share", node, Infinity, ({ l, e, q }) => w.where(w.eq(l, -Infinity), Infinity, w.div(w.add(1, q), e))),
  range: () => [1, Infinity],
  forms: {
    states: rules,
    log: (node) => native(atom(sister(logSoftmax, node, node.shape), -1)),
    // The slope by 1/p is of p², which float32 may not hold where it holds p.
    shares: (m) => overAnother(m, inverseShareOp, softmax),
  },
  vjp: (g, node) => toInputs(slope(inverseShareSlope, g, node), node),
});
/** 1/softmax. @internal */
export const inverseShare = { op: inverseShareOp };

const inverseOddsOp: Op = /* @__PURE__ */ op("inverse odds", "composite", {
  parts: (node) => mapped("inverse odds", node, Infinity, (at) => oddsAgainst(at)),
  range: () => [0, Infinity],
  forms: { states: rules, log: (node) => native(atom(sister(logOdds, node, node.shape), -1)) },
  vjp: (g, node) => toInputs(slope(inverseShareSlope, g, node), node),
});
/** (1 − p)/p of p = softmax. @internal */
export const inverseOdds = { op: inverseOddsOp };
const oddsAgainst = ({ alone, l, e, m2, q2, others }: At): Ex =>
  w.where(alone, w.mul(w.exp(w.sub(m2, l)), w.add(1, q2)), w.where(w.eq(l, -Infinity), Infinity, w.div(others, e)));

/** How far an element lies below the greatest, where a gradient comes to it. */
const depth = /* @__PURE__ */ elementwise<3>("depth", { body: (g, x, m) => w.where(w.eq(g, 0), -Infinity, w.sub(m, x)) });
const isDeepest = /* @__PURE__ */ elementwise<2>("deepest", { body: (d, most) => w.where(w.and(w.eq(d, most), w.lt(-Infinity, d)), 1, 0) });

/** Σ g·e^(xⱼ − x) over the others less g·(1/p − 1): the others of the deepest element that has a gradient, if it is alone, are summed apart. */
const inverseShareSlope: Op = /* @__PURE__ */ op("inverse share′", "composite", {
  parts: (node) => {
    const e = node.attrs as Exponents,
      g = node.inputs.at(-1)!,
      row = rowIn(node),
      { exponents, numbers } = besideOf(row),
      [rounded, m] = exponents.slice(-2) as [Tensor, Tensor];
    const along = (t: Tensor): Tensor => spread(t, g.shape, e),
      d = depth(g, rounded, m),
      most = bare(greatest, d, e),
      deepest = isDeepest(d, along(most)),
      single = over(deepest, e);
    const more = [reshape(most, flattened(g.shape, e)), single, deepest, g],
      full = [...exponents, ...numbers.map(along), ...more.slice(0, 2).map((t) => along(reshape(t, most.shape))), deepest, g];
    const own = (at: At, [most, , , g]: readonly Ex[]): Ex => pull(g!, w.exp(w.neg(w.add(at.d, most!)))),
      isFirst = ([, n, deep]: readonly Ex[]): Ex => w.and(w.eq(n!, 1), w.eq(deep!, 1));
    const total = (first: boolean, lost: boolean): Tensor => {
      const self = cached(`inverse share ${first} ${lost}`, e, () => {
        const term = bodyOf(e, (at, y) => (first ? w.where(isFirst(y), own(at, y), 0) : w.where(isFirst(y), 0, own(at, y))));
        return op("inverse share′", "reduce", { combine: "sum", wide: new Wide([term(...inputsFor(full.length))], inputsFor(1)[0]!, lost) });
      });
      return reshape(reduced(self, full, [], e), flattened(g.shape, e));
    };
    const sums = [false, true].flatMap((first) => [false, true].map((lost) => total(first, lost)));
    return mapped(
      "inverse share′",
      row,
      0,
      (at, y) => {
        const [high, low, high1, low1] = y.slice(4) as [Ex, Ex, Ex, Ex],
          first = isFirst(y),
          scale = w.exp(w.add(at.d, y[0]!)),
          fromOthers = w.where(first, w.add(high, low), w.add(w.sub(w.add(high, low), own(at, y)), w.add(high1, low1)));
        // Where no gradient comes to any, there is no deepest.
        return w.where(w.eq(y[0]!, -Infinity), 0, w.sub(pull(fromOthers, scale), pull(y[3]!, oddsAgainst(at))));
      },
      [...more, ...sums],
    );
  },
  // By g it is (Σ p·c − c)/p.
  vjp: (c, node) => {
    const row = rowIn(node),
      e = node.attrs as Exponents,
      g = node.inputs.at(-1)!,
      inverse = sister(inverseShare, row, row.shape),
      d = sub(over(pulled(c, row), e), c);
    const byInverse = slope(inverseShareSlope, mul(g, d), row),
      byShares = softmax.op.vjp!(mul(c, over(pulled(g, inverse), e)), row);
    return [...toInputs(byInverse, row).map((t, i) => t && add(t, byShares[i]!)), pulled(d, inverse)];
  },
});
