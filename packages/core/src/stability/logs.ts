/** What logarithms ask: the log form of their argument, or its offset from 1. */
import { abs } from "../ops/abs.js";
import { inverseExpm1 } from "../ops/inverseExpm1.js";
import { expm1 } from "../ops/expm1.js";
import { log1p } from "../ops/log1p.js";
import { apply, type Elementwise, elementwise } from "../ops/row.js";
import * as w from "../scalar/words.js";
import { constant, type Ex } from "../scalar/expr.js";
import { LRU } from "../plan/lru.js";
import { bodyAt, type Row } from "../ops/derivative.js";
import { log } from "../ops/log.js";
import { logExprel, logExprelSlope } from "../ops/excess.js";
import { namedExcess } from "./excess.js";
import { askFactored } from "./factored.js";
import { regionOfLin } from "./pairs.js";
import { inverseIn } from "./inverses.js";
import { powerIn } from "./squares.js";
import { rules } from "./rules.js";
import { sharesIn } from "./others.js";
import { collected, operandsOf, summed } from "./sums.js";
import { monomial } from "./products.js";
import { asRegion, askStrayed, OWN, regionOf, strays, wide } from "./region.js";
import { isWall, statement, type Tensor } from "../tensor/tensor.js";
import { type Better, isNative, type Log, logarithmForm, logForm, native, type Offset, offsetsOf } from "./forms.js";
import { isNumber, orElse } from "./held.js";
import { rangeOf, signOf } from "./interval.js";
import { logarithmNear } from "./linear.js";
import { logOfTotal } from "./logTotals.js";
import { emit, of, settle } from "./emit.js";
import { affine, atom, cost, fitted, isZero, type Lin, lin, plus, times } from "./lin.js";
import { later } from "./memo.js";
import { bySide } from "./sides.js";

/** log1p(d) where |d| < ½, else l: two statements of one logarithm, each where it is good. */
const nearOne = /* @__PURE__ */ elementwise<2>("nearOne", {
  // log 1 is +0, whatever the sign of d.
  body: (d, l) => w.where(w.lt(w.abs(d), 0.5), w.add(w.log1p(d), 0), l),
  deriv: [(d) => w.where(w.lt(w.abs(d), 0.5), w.div(1, w.add(1, d)), 0), (d) => w.where(w.lt(w.abs(d), 0.5), 0, 1)],
  forms: { logarithmic: true, logarithm: (node) => logarithmNear(node) },
});
/** l + log s: the logarithm of s·e^l. */
const signedLog = /* @__PURE__ */ elementwise<2>("signedLog", {
  body: (s, l) => w.add(l, w.log(s)),
  deriv: [(s) => w.div(1, s), () => 1],
  forms: { logarithmic: true, isOwn: true },
});
/** log|e^u − 1| where l is log|u|: near 0 by both, elsewhere by u alone. */
const logExpm1Of = /* @__PURE__ */ elementwise<2>("logExpm1", {
  body: (u, l) => w.where(w.lt(w.abs(u), 0.5), w.add(l, logExprel(u)), logAbsExpm1(u)),
  deriv: [(u) => w.where(w.lt(w.abs(u), 0.5), logExprelSlope(u), w.neg(inverseExpm1(w.neg(u)))), (u) => w.where(w.lt(w.abs(u), 0.5), 1, 0)],
  forms: { logarithmic: true },
});
/** log|1 + d|. */
export const logAbs1p = /* @__PURE__ */ elementwise("logAbs1p", {
  body: (d) => w.log1p(w.where(w.lt(d, -1), w.sub(-2, d), d)),
  deriv: (d) => w.div(1, w.add(1, d)),
  forms: { logarithmic: true },
});

/** log|e^x − 1|: by expm1 up to 1, above by x + log(1 − e^−x), which cancels nowhere but at its root ln 2. */
export const logAbsExpm1: Elementwise<1> = /* @__PURE__ */ elementwise("logAbsExpm1", {
  body: (x) =>
    w.where(w.lt(1, x), w.add(x, w.log1p(w.neg(w.exp(w.neg(x))))), w.where(w.lt(x, -Math.LN2), w.log1p(w.neg(w.exp(x))), w.log(w.abs(w.expm1(x))))),
  deriv: (x) => w.neg(inverseExpm1(w.neg(x))),
  forms: {
    logarithmic: true,
    // log|e^x − 1| = x + log|e^−x − 1|
    offsets: (node) => [{ base: affine(node.inputs[0]!), rest: () => atom(of(logAbsExpm1, times(affine(node.inputs[0]!), -1))) }],
  },
});
/** log|e^a − e^b|, whichever is greater: of one that the other is far above the derivative is no difference from 1. */
export const logDifference: Elementwise<2> = /* @__PURE__ */ elementwise<2>("logDifference", {
  body: (a, b) => w.where(w.eq(a, -Infinity), b, w.add(a, logAbsExpm1(w.sub(b, a)))),
  deriv: [(a, b) => w.neg(inverseExpm1(w.sub(b, a))), (a, b) => w.neg(inverseExpm1(w.sub(a, b)))],
  // What two logarithms near 0 are apart may be no number of float32.
  strays: 2,
  forms: {
    logarithmic: true,
    offsets: ({ inputs: [a, b] }) =>
      [
        [a!, b!],
        [b!, a!],
      ].map(([x, y]) => ({ base: affine(x!), rest: () => atom(of(logAbsExpm1, plus(affine(y!), affine(x!), -1))) })),
  },
});
/** The log form of e^x − 1. */
export function logOfExpm1(x: Tensor): Log {
  const named = namedExcess(affine(x));
  if (named) return logForm(named);
  const f = logForm(x),
    small = isNative(f) && typeof f.sign === "number" ? of(logExpm1Of, affine(x), f.log) : of(logAbsExpm1, affine(x));
  const s = signOf(x);
  return s ? native(atom(small), s) : bySide(small, x);
}
/** The log form of 1 + d, as it was written. */
export function logOf1p(node: Tensor, d: Lin): Log {
  const s = signOf(node);
  if (s === 1) return native(atom(fitted(of(log1p, d), node.shape)));
  const log = fitted(of(logAbs1p, d), node.shape);
  return s ? native(atom(log), s) : bySide(log, node);
}

/** What a logarithm asks. */
export const askLog = (node: Tensor, x: Tensor): Better | null => natural(node, x) ?? unrounded(node, x);
/** Of what is made by elementary functions and may be near 1, where a logarithm is of the digits that rounding takes. */
function unrounded(node: Tensor, x: Tensor): Better | null {
  const strayed = askStrayed(node),
    [low, high] = rangeOf(x),
    t = strayed || !regionOf(x).heavy || low >= 1 || high <= 1 ? null : asRegion(node);
  return strayed ?? (t && { node: t, why: "near 1 a logarithm is of what is not rounded" });
}
/** What a logarithm to another base asks: the natural one is multiplied by `by`. */
export function askLogTo(node: Tensor, x: Tensor, by: number): Better | null {
  const better = natural(node, x);
  if (!better) return unrounded(node, x);
  const l = times(affine(better.node), by),
    t = wide("lin", "", [regionOfLin(l)], (u) => u);
  t.written = later(() => emit(l));
  return { ...better, node: fitted(t, node.shape) };
}
/** log x of x = 1 + rest, which is not rounded. */
function strayed1p(x: Tensor, rest: Lin): Tensor {
  const t = wide("log1p", `log1p ${log1p.op.id}`, [regionOfLin(rest)], (u) => bodyAt(log1p.row, [u]), OWN);
  t.written = later(() => fitted(log(x), t.shape));
  return t;
}
/** The natural logarithm of `x`; `node` gives the shape. */
function natural(node: Tensor, x: Tensor): Better | null {
  const inverse = inverseIn(x);
  if (inverse) return { node: fitted(inverse, node.shape), why: "the logarithm is an inverse hyperbolic function" };
  const guarded = logarithmForm(x),
    f = guarded ?? logForm(x),
    isSigned = typeof f.sign !== "number",
    unit = fromOne(x);
  if (unit?.written && !someNative(x) && !guarded) {
    return {
      node: fitted(strays(x) ? strayed1p(x, unit.rest) : of(log1p, unit.rest), node.shape),
      why: "1 + small keeps the digits of the small part",
    };
  }
  if (isNative(f) && f.sign !== -1) {
    // Several terms can cancel where x is near 1; there the offset from 1 is the better statement.
    const whole = typeof f.sign === "number" ? f.log : atom(withFactor(f)),
      near =
        unit &&
        (unit.isOfShares ||
          unit.isProduct ||
          (guarded && !isNative(logForm(x))) ||
          isSigned ||
          (cancels(settle(f.log)) && !isExpm1(unit.rest, f.log)));
    const terms = ofTerms(x, whole, !isSigned),
      known = (): Tensor =>
        fitted(near ? of(nearOne, unit.rest, terms ? atom(terms) : whole) : (terms ?? collected(emit(whole, node.shape))), node.shape),
      total = near ? null : logOfTotal(x, known);
    if (total) total.written = later(known);
    return {
      node: total ?? known(),
      why: near ? "its logarithm is known, and near 1 its offset from 1" : "the logarithm of its argument is known better than the argument",
    };
  }
  const exact = unit || f.sign === -1 ? null : logOfTotal(x, () => fitted(log(x), node.shape));
  if (exact) return { node: fitted(exact, node.shape), why: "the logarithm of its argument is known better than the argument" };
  const factors = f.sign === -1 ? null : logOfFactors(x);
  if (factors) {
    factors.written ??= later(() => fitted(log(x), factors.shape));
    return {
      node: fitted(unit ? of(nearOne, unit.rest, atom(factors)) : factors, node.shape),
      why: "the logarithms of its factors are added, so that no product leaves the range",
    };
  }
  return unit ? { node: fitted(of(nearOne, unit.rest, atom(log(x))), node.shape), why: "near 1 the offset from 1 keeps its digits" } : null;
}

/** Of a sum that is less of its terms, is so near 1 or leaves the range of float32, the logarithms of the terms say more: terms have an error of 2⁻⁴⁰. */
const LEAST = 2 ** -14;
const LARGE = 2 ** 120;
/**
 * log x of a sum of terms of both signs, or of any, of which none is rounded: by `known` where little is left of them, or, if that is all that logarithms say,
 * near 1 too. Null of what is no such sum.
 */
function ofTerms(x: Tensor, known: Lin, isWhole: boolean): Tensor | null {
  const from = statement(x),
    base = from.op === abs.op && !isWall(from) ? { x: from.inputs[0]!, e: 1 } : powerIn(x),
    // Of a magnitude or an even power the sign does not matter.
    isEven = base !== null && (from.op === abs.op || base.e % 2 === 0),
    { k, terms } = affine(isEven ? base.x : x),
    all = terms.values();
  if (all.length + (k ? 1 : 0) < 2 || !cancels({ k, terms }) || !all.every(({ of: t }) => isExactly(t))) return null;
  const e = isEven ? base.e : 1,
    log = (s: Ex): Ex => (isEven ? w.mul(e, w.log(w.abs(s))) : w.log(s));
  const parts = operandsOf({ k, terms });
  // Of what is whole the logarithms say what is near 1, unless it is a magnitude of what is not.
  const left = isWhole && !isEven ? null : restFromOne({ k, terms }),
    offset = left && !isZero(left) ? left : null,
    regions = [...parts, ...(offset ? operandsOf(offset) : [])].map(regionOf),
    sumOf = (y: readonly Ex[]): Ex => y.reduce((s, p) => w.add(s, p));
  const t = wide("log of terms", `log of terms ${e} ${isEven} ${isWhole} ${offset ? parts.length : 0}`, regions, (...x) => {
    const y = x.slice(0, parts.length),
      s = sumOf(y),
      size = sumOf(y.map((p) => w.abs(p)));
    const least = w.mul(LEAST, size),
      isLeft = w.lt(least, w.abs(s)),
      isLarge = isWhole ? w.and(isLeft, w.lt(least, w.abs(w.sub(w.abs(s), 1)))) : isLeft,
      isWithin = w.and(w.lt(1 / LARGE, w.abs(s)), w.lt(w.abs(s), LARGE));
    const l = w.where(w.and(isLarge, isWithin), log(s), NaN);
    if (!offset) return l;
    const d = sumOf(x.slice(parts.length));
    return w.where(w.lt(w.abs(d), NEAR), w.mul(e, w.log1p(d)), l);
  });
  const l = emit(known),
    either = apply(whereKnown.op, [t, l]);
  either.written = l;
  return either;
}
const whereKnown = /* @__PURE__ */ orElse("log of terms", { states: rules, logarithmic: true, isOwn: true }, isNumber);
/** Whether a region has it unrounded, or nothing says more of it. */
const isExactly = (t: Tensor): boolean => regionOf(t).ops > 0 || isLeaf(statement(t)) || !isNative(logForm(t));
const isLeaf = (t: Tensor): boolean => (t.layout && t.inputs.length ? isLeaf(t.inputs[0]!) : !t.inputs.length);
/** log c·Π tᵉ of a product as it was written: near 1 of the product, which float64 holds there, else as the sum of logarithms; null for what is no product. */
function logOfFactors(x: Tensor): Tensor | null {
  const { c, factors } = monomial(x),
    all = [...factors.values()].map(rooted);
  if (!all.length || !c || !Number.isFinite(c) || (all.length === 1 && all[0]!.e === 1)) return null;
  const key = [c, ...all.map((f) => f.e)].join(),
    row = logarithms.get(key, () =>
      logarithmOf(
        c,
        all.map((f) => f.e),
      ),
    );
  return wide(
    "log of factors",
    `log of factors ${key}`,
    all.map((f) => regionOf(f.t)),
    (...t) => bodyAt(row, t),
    OWN,
  );
}
/** A root or another broken power as that power of what it is of. */
function rooted({ t, e }: { readonly t: Tensor; readonly e: number }): { readonly t: Tensor; readonly e: number } {
  const base = powerIn(t);
  return base ? { t: base.x, e: e * base.e } : { t, e };
}
const logarithms = /* @__PURE__ */ new LRU<Row>(256);
function logarithmOf(c: number, es: readonly number[]): Row {
  const powers = (x: readonly Ex[]): Ex =>
      x.reduce<Ex>((p, f, i) => (es[i]! < 0 ? w.div(p, power(f, -es[i]!)) : w.mul(p, power(f, es[i]!))), constant(c)),
    odd = (x: readonly Ex[]): Ex[] => x.filter((_, i) => Math.abs(es[i]!) % 2 === 1),
    // The logarithm of a factor below 0 is NaN, unless its power is whole.
    size = (f: Ex, e: number): Ex => (Number.isInteger(e) ? w.abs(f) : f);
  return {
    body: (...x) => {
      const p = powers(x),
        sum = x.reduce<Ex>((s, f, i) => w.add(s, w.mul(es[i]!, w.log(size(f, es[i]!)))), constant(Math.log(Math.abs(c)))),
        // −1 for each factor below 0: the product of signs cannot leave the range.
        signs = odd(x).reduce<Ex>((s, f) => w.where(w.lt(f, 0), w.neg(s), s), constant(Math.sign(c)));
      return w.where(w.lt(w.abs(w.sub(p, 1)), 0.5), w.log(p), w.where(w.lt(signs, 0), w.where(w.eq(sum, -Infinity), -Infinity, NaN), sum));
    },
    deriv: es.map(
      (e, i) =>
        (...x: Ex[]) =>
          w.div(e, x[i]!),
    ),
  };
}
/** xᵉ; few whole ones by multiplication. */
const power = (x: Ex, e: number): Ex =>
  !Number.isInteger(e) || e > 64 ? w.pow(x, constant(e)) : e === 1 ? x : e % 2 ? w.mul(x, power(x, e - 1)) : power(w.mul(x, x), e / 2);

/** log s·e^l, which is l where s is 1. */
const withFactor = ({ sign: s, log: l }: Log): Tensor => (typeof s === "number" ? emit(l) : of(signedLog, atom(s), l));

/** Whether a term of a sum has a logarithm that is known. */
const someNative = (x: Tensor): boolean => [...affine(x).terms.values()].some((t) => isNative(logForm(t.of)));

/** Whether several terms can add up to less than they are: not where none is positive, or none negative. */
function cancels(l: Lin): boolean {
  const signs = [...l.terms.values()].map(({ of: t, c }) => (signOf(t) ?? NaN) * Math.sign(c)).concat(l.k === 0 ? [] : Math.sign(l.k));
  return cost(l) > 1 && !signs.every((s) => s === signs[0]);
}

/** Whether a sum is e^l − 1 by its name, of which log1p is l again. */
function isExpm1(sum: Lin, l: Lin): boolean {
  const [only] = sum.terms.values();
  return !sum.k && sum.terms.size === 1 && only!.c === 1 && only!.of.hash === of(expm1, l).hash;
}

/** So near 1 a number is written as what it is beside 1. */
const NEAR = 0.25;
/** x − 1 without cancellation: as it was written, or by the offset of one term. */
function fromOne(x: Tensor): { rest: Lin; written: boolean; isOfShares?: boolean; isProduct?: boolean } | null {
  const a = affine(x);
  if (a.k === 1 && a.terms.size) return { rest: { ...a, k: 0 }, written: true };
  const shares = a.k ? null : sharesIn(a);
  if (shares?.c === 1 && !shares.k && !shares.rest.terms.size) return { rest: atom(shares.others, -1), written: false, isOfShares: true };
  // s + (1 − s)·t = 1 + (1 − s)·(t − 1)
  const product = a.terms.size > 1 ? askFactored(emit(plus(a, lin(-1)), x.shape)) : null;
  if (product) return { rest: atom(product.node), written: false, isProduct: true };
  const [only] = a.terms.values(),
    k = (o: Offset): number => a.k + only!.c * o.base.k,
    own = only && a.terms.size === 1 ? offsetsOf(only.of).filter((o) => !o.base.terms.size && Math.abs(k(o) - 1) < NEAR) : [],
    o = own.find((o) => k(o) === 1) ?? own[0];
  return o ? { rest: plus(lin(k(o) - 1), o.rest(), only!.c), written: false } : null;
}

/** The same of several terms, by the offset of one of them: if it can be, by one whose sign is known, since that vanishes where it is 0. */
function restFromOne(a: Lin): Lin | null {
  if (a.k === 1) return { ...a, k: 0 };
  const all = a.terms.values().flatMap(({ of: t, c }) =>
    offsetsOf(t)
      .filter(({ base }) => !base.terms.size && a.k + c * base.k === 1)
      .map(({ rest }) => ({ t, c, rest: rest() })),
  );
  const best = all.find(({ rest }) => rest.terms.values().every(({ of: r }) => signOf(r) !== null)) ?? all[0];
  return best ? plus(plus({ ...a, k: 0 }, atom(best.t), -best.c), best.rest, best.c) : null;
}

/** log1p(x) is the logarithm of 1 + x, if that is known. */
export function askLog1p(node: Tensor): Better | null {
  const x = node.inputs[0]!,
    f = logForm(x),
    a = affine(x),
    [only] = a.terms.values(),
    // Of one term what is left beside 1 is what it is near −1.
    hasLog = isNative(f) || logarithmForm(x) || (only && a.terms.size === 1 && offsetsOf(only.of).length > 0),
    one = hasLog ? summed(plus(lin(1), a), x.shape) : null,
    g = one && (logarithmForm(one) ?? logForm(one));
  if (!g || !isNative(g) || g.sign === -1) return askStrayed(node);
  // Of a sum with signs of its own the digits near 1 are in the argument.
  const isSigned = typeof g.sign !== "number",
    whole = withFactor(g),
    l = (isSigned && ofTerms(one!, atom(whole), false)) || whole,
    t = !isSigned && isNative(f) ? l : of(nearOne, a, atom(l));
  return { node: fitted(t, node.shape), why: "the logarithm of 1 + its argument is known" };
}
