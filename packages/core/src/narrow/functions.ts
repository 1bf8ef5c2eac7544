/**
 * exp, expm1, log and log1p on wide numbers, each to 2⁻²⁶ of its result or better wherever float64 has a finite one; the tests hold them to it.
 * e^x becomes ∞ and 0 where it does in float64, since a body that is right there may count on it.
 */
import { EXPM1, INVERSE_LN2, LN2_HIGH, LN2_LOW, LOG } from "./coefficients.js";
import { exactWords } from "./exact.js";
import type { F, Float, Int, Machine } from "./machine.js";
import { type Pair, pairArithmetic } from "./pair.js";
import { INFINITE, NOT_A_NUMBER, ONE, POSITIVE_INFINITY, type Scaled, scaled, scaledNumbers, ZERO } from "./scaled.js";
import { scaledWords } from "./words.js";

export function wideFunctions(m: Machine) {
  const { add, sub, mul, nearest, less, toInt, toFloat, plus, minus, smaller, larger, lessInt, equalInt, select, selectInt, and } = m;
  const { twoSum, quickSum, twoProduct, quotient } = pairArithmetic(m);
  const { isNaN, isNegative } = exactWords(m);
  const { powerOf2, isZero, isInfinite, whereS, normal } = scaledNumbers(m);
  const { addS } = scaledWords(m);

  /** A value that is only wanted to 2⁻¹²⁶ absolute; beyond float32's range it is ±2¹²⁷ or more. */
  const sToD = (x: Scaled): Pair => {
    const p = select(lessInt(x.k, -126), 0, powerOf2(smaller(larger(x.k, -126), 127)));
    return { h: mul(x.h, p), l: mul(x.l, p) };
  };

  const expD = (x: Pair): Scaled => {
    const { k, e } = reduced(x);
    const s = quickSum(1, e.h);
    const y = nearOne(quickSum(s.h, add(s.l, e.l)), k);
    return whereS(less(OVERFLOW, x.h), POSITIVE_INFINITY, whereS(less(x.h, UNDERFLOW), ZERO, y));
  };

  /** What is normal but for a factor of 2: (h + l)·2ᵏ with ½ < h < 2, or NaN. */
  const nearOne = ({ h, l }: Pair, k: Int): Scaled => {
    const below = less(h, 1);
    const p = select(below, 2, 1);
    return whereS(isNaN(h), NOT_A_NUMBER, scaled(mul(h, p), mul(l, p), minus(k, selectInt(below, 1, 0))));
  };

  const expm1S = (x: Scaled): Scaled => {
    const r = sToD(x);
    const near = and(less(r.h, HALF_LN2), less(-HALF_LN2, r.h)); // then k below is 0
    return whereS(lessInt(x.k, TINY), x, whereS(near, normal(reduced(r).e, 0), addS(expD(r), MINUS_ONE)));
  };

  const logS = (x: Scaled): Scaled => {
    const halve = less(SQRT2, x.h);
    const scale = select(halve, 0.5, 1);
    const k = plus(x.k, selectInt(halve, 1, 0));
    const f = twoSum(sub(mul(x.h, scale), 1), mul(x.l, scale)); // x = 2ᵏ·(1 + f); the difference is exact
    const near = normal(f, 0);
    const finite = whereS(and(equalInt(k, 0), lessInt(near.k, SMALL)), log1pSmall(near), logFrom(toFloat(k), f));
    return whereS(isZero(x), MINUS_INFINITY, whereS(isNegative(x.h), NOT_A_NUMBER, whereS(isInfinite(x), x, finite)));
  };

  /** From 2^SMALL up, 1 + x in 48 bits has x to 2⁻³⁴. */
  const log1pS = (x: Scaled): Scaled => whereS(lessInt(x.k, SMALL), log1pSmall(x), logS(addS(ONE, x)));

  /** e^x = 2ᵏ·(1 + e) for |x| < 1419. */
  const reduced = (x: Pair): { k: Int; e: Pair } => {
    const k = nearest(mul(x.h, INVERSE_LN2));
    const t = sub(x.h, mul(k, LN2_HIGH)); // exact: |k| < 2¹¹, and t is small beside x or k is 0
    return { k: toInt(k), e: expm1Near(twoSum(t, sub(x.l, mul(k, LN2_LOW)))) };
  };

  /** e^r − 1 for |r| ≤ 0.3477: r + r²/2 in two floats, the rest in one. */
  const expm1Near = (r: Pair): Pair => {
    const p = twoProduct(r.h, mul(0.5, r.h));
    const s = quickSum(r.h, p.h);
    const cube = mul(mul(r.h, p.h), polynomial(EXPM1, r.h));
    return quickSum(s.h, add(s.l, add(cube, add(add(p.l, r.l), mul(r.h, r.l)))));
  };

  /** log(2ᵏ·(1 + f)) for √½ ≤ 1 + f ≤ √2, as 2·atanh(f/(2 + f)): the first term in two floats, the rest in one. */
  const logFrom = (k: Float, f: Pair): Scaled => {
    const d = quickSum(2, f.h);
    const s = quotient(f, quickSum(d.h, add(d.l, f.l)));
    const z = mul(s.h, s.h);
    const rest = add(mul(mul(s.h, z), polynomial(LOG, z)), add(mul(2, s.l), mul(k, LN2_LOW)));
    const y = quickSum(mul(k, LN2_HIGH), mul(2, s.h));
    return normal(quickSum(y.h, add(y.l, rest)), 0);
  };

  /** x − x²/2 + x³/3 for |x| < 2⁻¹², with x's own exponent. */
  const log1pSmall = (x: Scaled): Scaled => {
    const v = sToD(x).h;
    const y = quickSum(x.h, add(x.l, mul(x.h, mul(v, sub(mul(v, THIRD), 0.5)))));
    return whereS(lessInt(x.k, TINY), x, normal(y, x.k));
  };

  /** Horner's scheme; no step of it is critical. */
  const polynomial = (c: readonly number[], x: Float): F => c.slice(0, -1).reduceRight<F>((p, a) => add(mul(p, x), a), c.at(-1)!);

  return { sToD, expD, expm1S, logS, log1pS };
}

/** Below 2^TINY expm1(x) and log1p(x) are x; below 2^SMALL log1p is its series. */
const TINY = -40;
const SMALL = -12;
const OVERFLOW = Math.fround(709.7827);
const UNDERFLOW = Math.fround(-745.1332);
const HALF_LN2 = Math.fround(0.34657);
const SQRT2 = Math.fround(Math.SQRT2);
const THIRD = Math.fround(1 / 3);
const MINUS_ONE = scaled(-1, 0, 0);
const MINUS_INFINITY = scaled(-1, 0, INFINITE);
