/** Powers and cube roots on wide numbers, each to 2⁻²⁶ of its result or better. The logarithm of a power is known to 2⁻³⁶ of itself. */
import { CBRT, CBRT_2, CBRT_HALF, LN2_HIGH, LN2_LOW, LOG_REST, TWO_THIRDS } from "./coefficients.js";
import { exactWords } from "./exact.js";
import { wideFunctions } from "./functions.js";
import type { Condition, F, Float, Machine } from "./machine.js";
import { type Pair, pairArithmetic } from "./pair.js";
import { INFINITE, NOT_A_NUMBER, ONE, type Scaled, scaled, scaledNumbers } from "./scaled.js";
import { scaledWords } from "./words.js";

export function powers(m: Machine) {
  const { add, sub, mul, reciprocal, nearest, less, equal, toInt, toFloat, plus, minus, lessInt, equalInt, select, selectInt, and, or, not } = m;
  const { twoSum, quickSum, twoProduct, product, quotient } = pairArithmetic(m);
  const { isNegative, isNaN } = exactWords(m);
  const { powerOf2, isZero, isInfinite, negS, whereS, normal } = scaledNumbers(m);
  const { mulS, absS, eqS } = scaledWords(m);
  const { sToD, expD } = wideFunctions(m);

  /** e^(y·log|x|). */
  const powS = (x: Scaled, y: Scaled): Scaled => {
    const size = absS(x);
    const power = expD(sToD(mulS(y, logPair(size))));
    const whole = isWhole(y, 0);
    const odd = and(whole, not(isWhole(y, -1)));
    const negative = isNegative(x.h);
    const none = and(negative, and(not(whole), not(or(isZero(x), isInfinite(x)))));
    const undefinedPower = or(none, or(isNaN(x.h), isNaN(y.h)));
    const of1 = whereS(eqS(size, ONE), ONE, power); // the logarithm is 0, and y may be infinite
    const signed = whereS(and(negative, odd), negS(of1), of1);
    return whereS(or(isZero(y), eqS(x, ONE)), ONE, whereS(undefinedPower, NOT_A_NUMBER, signed));
  };

  /** Whether y·2ⁿ is a whole number. Both floats must be: the lower one is at most half a unit of the upper. */
  const isWhole = (y: Scaled, n: number): Condition => {
    const t = sToD({ h: y.h, l: y.l, k: plus(y.k, n) });
    return and(not(lessInt(plus(y.k, n), 0)), and(equal(nearest(t.h), t.h), equal(nearest(t.l), t.l)));
  };

  /** log x for x ≥ 0, as logS, but with its third-order term in two floats. */
  const logPair = (x: Scaled): Scaled => {
    const halve = less(SQRT2, x.h);
    const scale = select(halve, 0.5, 1);
    const k = toFloat(plus(x.k, selectInt(halve, 1, 0)));
    const f = twoSum(sub(mul(x.h, scale), 1), mul(x.l, scale)); // x = 2ᵏ·(1 + f); the difference is exact
    const below = quickSum(2, f.h);
    const s = quotient(f, quickSum(below.h, add(below.l, f.l)));
    const z = product(s, s);
    const rest = quickSum(TWO_THIRDS[0], mul(z.h, polynomial(LOG_REST, z.h)));
    const cubic = product(product(s, z), { h: rest.h, l: add(rest.l, TWO_THIRDS[1]) });
    const near = quickSum(mul(2, s.h), cubic.h);
    const y = quickSum(mul(k, LN2_HIGH), near.h); // the product is exact, and 0 or the larger
    const lower = add(add(near.l, add(cubic.l, mul(2, s.l))), mul(k, LN2_LOW));
    const total = quickSum(y.h, add(y.l, lower));
    return whereS(isZero(x), MINUS_INFINITY, whereS(isInfinite(x), x, normal(total, 0)));
  };

  /** 2ⁿ·∛a with |x| = 2^(3n)·a: a polynomial, a step of Newton's in one float, and one in two. */
  const cbrtS = (x: Scaled): Scaled => {
    const size = absS(x);
    const n = toInt(nearest(mul(toFloat(x.k), THIRD)));
    const r = minus(x.k, plus(n, plus(n, n)));
    const scale = powerOf2(r);
    const a: Pair = { h: mul(size.h, scale), l: mul(size.l, scale) };
    const factor = select(equalInt(r, 0), 1, select(equalInt(r, 1), CBRT_2, CBRT_HALF));
    const guess = mul(polynomial(CBRT, size.h), factor);
    const square = mul(guess, guess);
    const inverse = reciprocal(mul(3, square));
    const y = sub(guess, mul(sub(mul(square, guess), a.h), inverse));
    const p = twoProduct(y, y);
    const cube = product(p, { h: y, l: FLOAT_ZERO });
    const off = add(sub(sub(a.h, cube.h), cube.l), a.l);
    const root = normal(quickSum(y, mul(off, inverse)), n);
    return whereS(or(isZero(x), or(isInfinite(x), isNaN(x.h))), x, whereS(isNegative(x.h), negS(root), root));
  };

  const polynomial = (c: readonly number[], x: Float): F => c.slice(0, -1).reduceRight<F>((p, a) => add(mul(p, x), a), c.at(-1)!);
  return { powS, cbrtS, logPair };
}

const SQRT2 = Math.fround(Math.SQRT2);
const THIRD = Math.fround(1 / 3);
const FLOAT_ZERO = scaled(0, 0, 0).h;
const MINUS_INFINITY = scaled(-1, 0, INFINITE);
