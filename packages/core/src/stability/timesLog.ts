/** x·log x, which is 0 where x is: of the logarithms of what has x as a factor, x is the stronger. */
import { apply, elementwise } from "../ops/row.js";
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { numberIn } from "../tensor/create.js";
import { isWall, statement, type Tensor } from "../tensor/tensor.js";
import { type Better, isNative, logForm, logProduct } from "./forms.js";
import { of } from "./emit.js";
import { affine, atom, fitted, onlyTerm, plus } from "./lin.js";
import { type Interval, rangeOf } from "./interval.js";
import { isLogarithm, monomial } from "./products.js";
import { rules } from "./rules.js";

/** x·l; 0 where x is 0, unless what else is in l is NaN. */
const timesLog = /* @__PURE__ */ elementwise<3>("times log", {
  body: (x, l, rest) => w.where(w.and(w.eq(x, 0), w.eq(rest, rest)), 0, w.mul(x, l)),
  deriv: [(_, l) => l, (x) => x, null],
  forms: {
    states: rules,
    factors: ({ inputs: [x, l] }) => [
      { t: x!, e: 1 },
      { t: l!, e: 1 },
    ],
    log: ({ inputs: [x, l, rest] }) => logProduct(x!, apply(logOfNone.op, [l!, rest!]), 1),
  },
});
/** x·l as an expression; 0 where x is 0 and l is log 0. */
export const timesLogAt = (x: w.Scalar, l: w.Scalar): Ex => w.where(isNone(x, l), 0, w.mul(x, l));
const isNone = (x: w.Scalar, l: w.Scalar): Ex => w.and(w.eq(x, 0), w.eq(l, -Infinity));
/** Whether it is a logarithm as it was written, and may be that of 0. Those of shares have gradients of their own. */
export function mayBeLog0(l: Tensor): boolean {
  const { forms } = l.op;
  return forms?.logarithmic === true && forms.difference !== undefined && rangeOf(l)[0] === -Infinity;
}
/** The slope by x is 0 there, too. */
const timesLogOf0 = /* @__PURE__ */ elementwise<2>("times log", {
  body: (x, l) => timesLogAt(x, l),
  deriv: [(x, l) => w.where(isNone(x, l), 0, l), (x) => x],
  forms: { states: rules, isOwn: true },
});
/** l, and 0 where it is log 0: the other factor is 0 there. */
const logOfNone = /* @__PURE__ */ elementwise<2>("times log", {
  body: (l, rest) => w.where(w.and(w.eq(l, -Infinity), w.lt(w.abs(rest), Infinity)), 0, l),
  deriv: [(l, rest) => w.where(w.and(w.eq(l, -Infinity), w.lt(w.abs(rest), Infinity)), 0, 1), null],
});
/** 0·l, which is 0 where l is log 0. */
const noneOf = /* @__PURE__ */ elementwise("times log", { body: (l) => w.where(w.eq(l, -Infinity), 0, w.mul(l, 0)), deriv: () => 0 });
export function askTimesLog(node: Tensor): Better | null {
  const [a, b] = node.inputs as [Tensor, Tensor],
    l = numberIn(a) === 0 ? b : numberIn(b) === 0 ? a : null;
  if (l && [...affine(l).terms.values()].some((t) => t.c > 0 && isLogarithm(t.of)))
    return { node: fitted(noneOf(l), node.shape), why: "x·log x is 0 where x is" };
  return timesLogOf(node, a, b) ?? timesLogOf(node, b, a);
}
/** x·l, where l may be log 0 and x is something else that may be 0: a weight of what has no probability. */
export function askTimesOther(node: Tensor): Better | null {
  const [a, b] = node.inputs as [Tensor, Tensor];
  return timesOther(node, a, b) ?? timesOther(node, b, a);
}
function timesOther(node: Tensor, x: Tensor, l: Tensor): Better | null {
  const mayBe0 = ([low, high]: Interval): boolean => low <= 0 && high >= 0;
  if (numberIn(x) !== undefined || !mayBeLog0(l) || !mayBe0(rangeOf(x))) return null;
  const t = apply(timesLogOf0.op, [x, l]);
  t.written = node;
  return { node: t, why: "x·log x is 0 where x is" };
}
function timesLogOf(node: Tensor, x: Tensor, l: Tensor): Better | null {
  const sum = affine(l),
    factor = onlyTerm(x)?.of ?? x,
    own = sum.terms.values().filter(({ of: t, c }) => c > 0 && (hasFactor(t, factor) || isExponentOf(t, factor)));
  // What is never 0 is a factor like others.
  if (!own.length || rangeOf(factor)[0] > 0) return null;
  const rest = own.reduce((s, t) => plus(s, atom(t.of), -t.c), sum);
  return { node: fitted(of(timesLog, affine(x), sum, rest), node.shape), why: "x·log x is 0 where x is" };
}
/** Whether x is the exponential of t, which counts as its logarithm. */
function isExponentOf(t: Tensor, x: Tensor): boolean {
  const f = isLogarithm(t) ? logForm(x) : null;
  return f !== null && isNative(f) && (f.log.terms.get(t.hash)?.c ?? 0) > 0;
}
/** Whether t is the logarithm of something with x as a factor. */
function hasFactor(t: Tensor, x: Tensor): boolean {
  const s = statement(t),
    place = isWall(s) ? undefined : s.op.forms?.logOfWhat?.(s);
  return place !== undefined && (place.hash === x.hash || (monomial(place).factors.get(x.hash)?.e ?? 0) > 0);
}
