/** What products and quotients ask: factors whose logarithms are known are combined where the result has a name, or is e^(written). */
import { add } from "../ops/add.js";
import { exp } from "../ops/exp.js";
import { mul } from "../ops/mul.js";
import { div } from "../ops/div.js";
import { reciprocal } from "../ops/reciprocal.js";
import { tanh } from "../ops/tanh.js";
import { pow } from "../ops/pow.js";
import { neg } from "../ops/neg.js";
import { apply } from "../ops/row.js";
import { number, numberIn } from "../tensor/create.js";
import { isWall, layoutOf, statement, type Tensor } from "../tensor/tensor.js";
import { type Better, isNative, logarithmForm, logForm, offsetsOf, type Sign, signProduct } from "./forms.js";
import { rangeOf } from "./interval.js";
import { asRegion, scaled, askStrayed, isFar, isOfRow, multipleOf, mixes, regionOf, sharesRounded, strays } from "./region.js";
import { emit, isOfRows, of, settle } from "./emit.js";
import { affine, atom, fitted, type Lin, lin, onlyTerm, plus, type Term, times as timesLin } from "./lin.js";
import { isNumber, isWithin, orElse, whereDivided, whereFinite } from "./held.js";
import { once } from "./memo.js";
import { overNorm, overNorms, whole } from "./overNorms.js";
import { named } from "./pairs.js";
import { rules } from "./rules.js";
import { askTempered } from "./tempered.js";
import { term } from "./terms.js";

const MAX_FACTORS = 8;
const MAX_STEPS = 16;
const ADDED = "the exponents are added before the exponential is taken";

/** c·Π tᵉ, found in a bounded number of steps: what lies deeper is a factor as a whole. */
export interface Monomial {
  c: number;
  steps: number;
  /** What was divided by itself. */
  readonly gone: Tensor[];
  readonly factors: Map<number, { readonly t: Tensor; readonly e: number }>;
}
export const monomial: (t: Tensor) => Readonly<Monomial> = /* @__PURE__ */ once((t) =>
  multiply(t, 1, { c: 1, steps: 0, gone: [], factors: new Map() }),
);
function multiply(t: Tensor, e: number, m: Monomial): Monomial {
  const n = numberIn(t),
    s = statement(t),
    parts = m.steps++ < MAX_STEPS && !isWall(t) ? (s.op.forms?.factors?.(s) ?? scaledTerm(t)) : null;
  if (n !== undefined) m.c *= n ** e;
  else if (parts && !(parts.length === 1 && parts[0]!.t.hash === s.hash)) {
    // What is divided by itself is not taken apart on one side alone, where the steps run out.
    const [a, b] = parts;
    if (parts.length === 2 && a!.t.hash === b!.t.hash && numberIn(a!.t) === undefined)
      if (a!.e + b!.e) multiply(a!.t, (a!.e + b!.e) * e, m);
      else m.gone.push(a!.t);
    else for (const p of parts) multiply(p.t, p.e * e, m);
  } else {
    const sum = (m.factors.get(t.hash)?.e ?? 0) + e;
    if (!sum) m.gone.push(t);
    put(m.factors, t, sum);
  }
  return m;
}

/** Makes t^e the power of t among factors; of the power 0 it is none. */
export function put(factors: Monomial["factors"], t: Tensor, e: number): void {
  if (e) factors.set(t.hash, { t, e });
  else factors.delete(t.hash);
}

/** c·x as it is summed. */
function scaledTerm(t: Tensor): readonly { readonly t: Tensor; readonly e: number }[] | null {
  const only = onlyTerm(t);
  return only && only.of.hash !== t.hash
    ? [
        { t: only.of, e: 1 },
        { t: number(only.c), e: 1 },
      ]
    : null;
}

/** What a product asks: f(u)/u by its name; the sum of exponents, where every factor is known: another one might leave the range in another order. */
export function askProduct(node: Tensor): Better | null {
  const m = monomial(node),
    over = overArgument(m);
  if (over) return { node: fitted(over, node.shape), why: "a function over its argument, which is known at 0" };
  const tangent = differenceOverSum(m);
  if (tangent) return { node: fitted(tangent, node.shape), why: "a difference over a sum of exponentials is a hyperbolic tangent" };
  const parts = [...m.factors.values()].map(({ t, e }) => ({ e, t, f: Math.abs(e) <= MAX_FACTORS && !isDifference(t) ? logForm(t) : null })),
    // What vanishes in float32 has no direction there.
    unit = parts.every(({ f }) => f && isNative(f)) ? null : (overNorms(m) ?? overNorm(m));
  if (unit) return { node: fitted(unit, node.shape), why: "a vector over its norm, as one op" };
  const shared = bySharesOf(m);
  if (shared) return { node: fitted(product(shared), node.shape), why: "sums of exponentials of one degree are of shares" };
  if (m.gone.length && m.c && Number.isFinite(m.c)) {
    const whole = m.gone.reduce(overItself, product({ ...m, gone: [] }));
    const why = m.gone.every((t) => isNative(logForm(t)) && logForm(t).positive) ? ADDED : "a factor over itself is 1, but where it is 0 or infinite";
    return { node: fitted(asRegion(whole) ?? whole, node.shape), why };
  }
  if (!parts.length || (parts.length === 1 && parts[0]!.e > 0) || !m.c || !Number.isFinite(m.c) || !parts.every(({ f }) => f)) return null;
  const known = parts.filter(({ f }) => isNative(f!));
  if (known.length < parts.length && !areOfBoth(known)) return null;
  let log = lin(0),
    sign: Sign = m.c < 0 ? -1 : 1;
  for (const { e, t, f } of parts) {
    if (isNative(f!)) log = plus(log, f!.log, e);
    sign = signProduct(sign, powerOfSign(isNative(f!) ? f!.sign : t, e));
  }
  // One over a sum with signs of its own that stays in range gains nothing by its greatest exponent.
  if (parts.length === 1 && typeof sign !== "number" && !strays(parts[0]!.t)) return null;
  const c = Math.abs(m.c),
    // Where one factor may overflow and another vanish, not even a region holds them.
    danger = parts.filter(({ t }) => !isBounded(t)).length > 1 && parts.some(({ e }) => e < 0),
    // One over a row has a gradient of squares, which underflow before they are multiplied by what is large: by its logarithm it has none.
    isSquared = parts.length === 1 && rangeOf(parts[0]!.t)[1] === Infinity && isOfRows(log),
    factor = known.length < parts.length && typeof sign !== "number" ? sign : null,
    made = power(log, c, danger || isSquared, factor) ?? vanished(log, c, known[0]!.f!.log, factor);
  if (!made) return null;
  const signed = fitted(sign === 1 || factor ? made : sign === -1 ? neg(made) : scaled(sign, made), node.shape);
  // Who multiplies by one over a sum of a row asks for the sum.
  if (parts.length === 1 && whole(parts[0]!.t)?.op.forms?.total) signed.written = node;
  if (parts.length > 1 && known.some(({ t, f }) => typeof f!.sign !== "number" && isRestated(t))) return { node: inRange(node, signed), why: ADDED };
  return {
    node: (factor || isOfRow(made)) && parts.some(({ f }) => f!.log.terms.values().some(overflows)) ? orWritten(signed, node) : signed,
    why: ADDED,
  };
}
/** Whether exponents stand on both sides of a quotient, and what divides may leave the range: then other factors are none the less. */
const areOfBoth = (parts: readonly { readonly e: number; readonly t: Tensor }[]): boolean =>
  parts.some(({ e }) => e > 0) && parts.some(({ e, t }) => e < 0 && !isBounded(t));
/** Whether it is neither 0 nor infinite. */
const isBounded = (t: Tensor): boolean => rangeOf(t).every((x) => x !== 0 && Number.isFinite(x));
const isRestated = (t: Tensor): boolean => layoutOf(t).base.written !== null;
/** A product as it is where that is in range: a sum that was restated so that nothing cancels would do so again by exponents. */
function inRange(node: Tensor, byExponents: Tensor): Tensor {
  const either = apply(whereInRange.op, [node, byExponents]);
  either.written = node;
  return either;
}
/** Whether it is a difference that is stated by that of two places: its terms by their exponents would cancel. */
const isDifference = (t: Tensor): boolean => {
  const { base } = layoutOf(t);
  return isRestated(t) && base.op.forms?.isOwn === true && typeof logForm(t).sign !== "number";
};
/** Whether an exponent is made of what may be infinite by an elementary function. */
const overflows = ({ of: t }: Term): boolean => strays(t) === 2 && regionOf(t).heavy > 0;

/** A value, and what was written where it is no number: one exponent that is infinite makes none of a whole row. */
function orWritten(t: Tensor, node: Tensor): Tensor {
  const either = apply(whereNumber.op, [t, node]);
  either.written = t;
  return either;
}
const whereInRange = /* @__PURE__ */ orElse("in range", { states: rules }, isWithin);
const whereNumber = /* @__PURE__ */ orElse("or as written", { states: rules }, isNumber);

/** p·t/t: p, and NaN where t is 0, infinite or NaN; of a t = s·e^l that is so by rounding alone, where l is infinite or NaN. */
function overItself(p: Tensor, t: Tensor): Tensor {
  const f = isNative(logForm(t)) ? logForm(t) : logarithmForm(t);
  if (!f || !isNative(f)) return apply(whereDivided.op, [p, t]);
  const whole = apply(whereFinite.op, [p, emit(f.log, t.shape)]);
  // A factor of e^l that is no sign may be 0.
  return typeof f.sign === "number" ? whole : apply(whereDivided.op, [whole, f.sign]);
}
/** By the row of a sum that is divided by. */
function bySharesOf(m: Monomial): Monomial | null {
  if (m.factors.size < 2) return null;
  for (const { t, e } of m.factors.values()) {
    const s = e < 0 ? statement(layoutOf(t).base) : null,
      better = s && !isWall(s) ? s.op.forms?.shares?.(m) : null;
    if (better) return better;
  }
  return null;
}
const powerOfSign = (s: Sign, e: number): Sign => (typeof s !== "number" ? (e === 1 ? s : pow(s, e)) : e % 2 ? s : 1);

/** e^l, by its name if it has one. */
function exponentialOf(l: Lin): Tensor {
  const [only] = l.terms.values();
  return (only && l.terms.size === 1 && !l.k ? nameOf(only.of, only.c) : null) ?? of(exp, l);
}
/** A product in which f(u) stands over the factors of u, or over e^u, by f(u)/u and f(u)/e^u; or these over f(u). */
function overArgument(m: Monomial): Tensor | null {
  const count = ({ factors }: Monomial, sign: number): number => [...factors.values()].filter(({ e }) => e * sign > 0).length;
  for (const { t, e } of m.factors.values())
    for (const { by, is, under } of quotientsOf(t)) {
      const rest: Monomial = { c: m.c, steps: 0, gone: [], factors: new Map(m.factors) };
      rest.factors.delete(t.hash);
      multiply(by, e, rest);
      if (count(rest, -e) >= count(m, -e) || !Number.isFinite(rest.c)) continue;
      // Where f(0) is a number, what is left of u on the side of f is 0·∞ there.
      if (under && [...monomial(by).factors.keys()].some((hash) => (rest.factors.get(hash)?.e ?? 0) * e > 0)) continue;
      return product(e < 0 && under ? multiply(under(), -e, rest) : multiply(is(), e, rest));
    }
  return null;
}
interface Quotient {
  readonly by: Tensor;
  readonly is: () => Tensor;
  readonly under?: (() => Tensor) | undefined;
}
/** What a value is over what it is of, as one op; and that over it, where the one is infinite at 0. */
function quotientsOf(t: Tensor): readonly Quotient[] {
  const f = statement(t),
    { factor, factorOfExp, quotient, under } = (isWall(f) ? undefined : f.op.forms) ?? {};
  if (quotient) return [quotient(f)];
  if (!factor && !factorOfExp) return [];
  const u = affine(f.inputs[0]!);
  return [
    ...(factor ? [{ by: f.inputs[0]!, is: () => of(factor(), u), under: under && (() => of(under(), u)) }] : []),
    ...(factorOfExp ? [{ by: exponentialOf(u), is: () => of(factorOfExp(), u) }] : []),
  ];
}
/** c·(e^a − e^b)/(e^a + e^b) = c·tanh((a − b)/2), or one over it. */
function differenceOverSum({ c, factors }: Monomial): Tensor | null {
  const [p, q] = [...factors.values()];
  if (!p || !q || factors.size !== 2 || p.e * q.e !== -1) return null;
  const [up, down] = (p.e > 0 ? [p.t, q.t] : [q.t, p.t]).map(exponentialsIn);
  if (!up || !down || up.c * down.c <= 0 || Math.abs(up.c) !== Math.abs(down.c)) return null;
  const same = (a: Lin, b: Lin): boolean => {
    const d = plus(a, b, -1);
    return !d.k && !d.terms.size;
  };
  const straight = same(up.a, down.a) && same(up.b, down.b),
    crossed = same(up.a, down.b) && same(up.b, down.a),
    difference = up.sign === -1 ? up : down;
  if (up.sign === down.sign || !(straight || crossed)) return null;
  const t = of(tanh, timesLin(plus(difference.a, difference.b, -1), 0.5)),
    whole = difference === up ? t : reciprocal(t);
  return c === 1 ? whole : mul(whole, c);
}
/** c·(e^a ± e^b), also by its names. */
function exponentialsIn(t: Tensor): { readonly c: number; readonly sign: 1 | -1; readonly a: Lin; readonly b: Lin } | null {
  const s = statement(t),
    own = isWall(s) ? null : s.op.forms?.exponentials?.(s);
  if (own) return own;
  const { k, terms } = affine(s),
    parts = [...terms.values()];
  const all = parts.map(({ of: x, c }) => ({ c, f: logForm(x) }));
  if (all.length === 1 && !k && parts[0]!.of.hash !== s.hash) {
    const inner = exponentialsIn(parts[0]!.of);
    return inner && { ...inner, c: inner.c * all[0]!.c };
  }
  if (!all.every(({ f }) => isNative(f) && f.positive)) return null;
  const [x, y] = k ? [...all, { c: k, f: { log: lin(0) } }] : all;
  if (!x || !y || all.length + (k ? 1 : 0) !== 2 || Math.abs(x.c) !== Math.abs(y.c)) return null;
  return { c: x.c, sign: x.c === y.c ? 1 : -1, a: x.f.log, b: y.f.log };
}
/** A monomial as a tensor: one op, so that no factor leaves the range before the others are there. */
export function product({ c, factors }: Monomial): Tensor {
  const powers = (sign: 1 | -1): Tensor | null =>
      [...factors.values()]
        .filter(({ e }) => e * sign > 0)
        .reduce<Tensor | null>((p, { t, e }) => times(p, Math.abs(e) === 1 ? t : pow(t, Math.abs(e))), null),
    [up, down] = [powers(1), powers(-1)],
    scaled = up ? (c === 1 ? up : mul(up, c)) : number(c),
    whole = down ? div(scaled, down) : scaled;
  // A factor alone is what it was.
  return (factors.size === 1 && whole === factors.values().next().value!.t ? null : asRegion(whole)) ?? whole;
}
const times = (a: Tensor | null, b: Tensor): Tensor => (a ? mul(a, b) : b);

/** What strays on the way, and factors that were made of one another, as one op: its gradient is one expression too. */
export function askRange(node: Tensor, least: 1 | 2 = 1): Better | null {
  const strayed = askStrayed(node, least);
  if (strayed) return strayed;
  const t =
    node.inputs.some((x) => mixes(x) && regionOf(x).mixed) && sharesRounded([...monomial(node).factors.values()].map((f) => f.t))
      ? asRegion(node)
      : null;
  return t && { node: t, why: "factors of one origin are one op, and so is their gradient" };
}
/** No product of products is of more ops: each of a long one's would be. */
const MAX_PRODUCTS = 4;
/** The same of a product, and of products of few factors, where no elementary function is computed once more for it, nor what a number near 1 brings back. */
export function askProductRange(node: Tensor): Better | null {
  const strayed = askRange(node, 2);
  if (strayed || !node.inputs.some(strays)) return strayed;
  const by = multipleOf(node),
    { ops, heavy } = regionOf(node);
  return (by !== null && !isFar(by)) || heavy || ops > MAX_PRODUCTS ? null : askStrayed(node);
}

/** The exponential of a logarithm, by its name. */
export function askExp(node: Tensor): Better | null {
  const s = settle(affine(node.inputs[0]!)),
    [only] = s.terms.values(),
    named = only && s.terms.size === 1 && s.k === 0 ? nameOf(only.of, only.c) : null;
  return named && { node: fitted(named, node.shape), why: "the exponential of its argument has a name" };
}

/** e^l − 1, where e^l has a name, and that is 1 and a rest. */
export function askExpm1(node: Tensor): Better | null {
  const s = settle(affine(node.inputs[0]!)),
    [only] = s.terms.values(),
    named = only && s.terms.size === 1 && s.k === 0 ? nameOf(only.of, only.c) : null,
    rest =
      named &&
      offsetsOf(named)
        .find((o) => !o.base.terms.size && o.base.k === 1)
        ?.rest();
  // The bridge is what was written.
  if (!rest || rest.terms.has(node.hash) || [...rest.terms.values()].some((t) => t.of.op === node.op)) return null;
  return { node: emit(rest, node.shape), why: "1 less a value that is stated by its distance from 1" };
}

/** c·e^l, times a factor, by name (σ, an exponential of what was written), or null where it has none and need not be had. */
function power(l: Lin, c: number, needed: boolean, factor: Tensor | null): Tensor | null {
  const settled = settle(l),
    s = named(settled) ?? settled,
    terms = s.terms.values(),
    [only] = terms;
  if (!only) return null;
  const name = s.k || terms.length > 1 ? null : nameOf(only.of, only.c),
    row = name && ((name.op.forms?.wholeAlong && askTempered(name)?.node) || name);
  if (row) return timesFactor(c === 1 ? row : mul(row, c), factor);
  if (!needed && terms.some((t) => isLogarithm(t.of))) return null;
  const exponent = plus(s, lin(Math.log(c)));
  return factor ? of(term, atom(factor), exponent) : of(exp, exponent);
}
const timesFactor = (t: Tensor, factor: Tensor | null): Tensor => (factor ? scaled(factor, t) : t);
/** The same where l cancels to a constant: still NaN where its terms are NaN or infinite. */
function vanished(l: Lin, c: number, terms: Lin, factor: Tensor | null): Tensor | null {
  const zero = l.terms.size ? null : [...terms.terms.values()].map((t) => mul(t.of, 0)).reduce((a, b) => add(a, b));
  return zero && timesFactor(add(zero, c * Math.exp(l.k)), factor);
}

export const isLogarithm = (t: Tensor): boolean =>
  (t.layout || t.op.picks) && !isWall(t) ? isLogarithm(t.inputs[0]!) : statement(t).op.forms?.logarithmic === true;
/** e^(c·t), also under views. */
export function nameOf(t: Tensor, c: number): Tensor | null {
  if (isWall(t)) return null;
  if (!t.layout && !t.op.picks) return statement(t).op.forms?.power?.(statement(t), c) ?? null;
  const x = t.inputs[0]!,
    named = nameOf(x, c);
  return named && t.op.again!(t, [fitted(named, x.shape), ...t.inputs.slice(1)]);
}
