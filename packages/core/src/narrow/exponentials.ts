/**
 * Exponential and hyperbolic functions and their inverses on wide numbers, made of those in functions.ts so that nothing cancels, each to 2⁻²⁶ of its
 * result or better.
 */
import { LN2, LOG10E, LOG2E } from "./coefficients.js";
import { exactWords } from "./exact.js";
import { wideFunctions } from "./functions.js";
import type { Machine } from "./machine.js";
import { pairArithmetic } from "./pair.js";
import { NOT_A_NUMBER, ONE, POSITIVE_INFINITY, type Scaled, scaled, scaledNumbers, ZERO } from "./scaled.js";
import { scaledWords } from "./words.js";

export function exponentials(m: Machine) {
  const { sub, nearest, toInt, less, lessInt, or, plus } = m;
  const { quickSum, product } = pairArithmetic(m);
  const { isNegative } = exactWords(m);
  const { isZero, isInfinite, negS, whereS } = scaledNumbers(m);
  const { addS, mulS, divS, sqrtS, absS, ltS } = scaledWords(m);
  const { sToD, expD, expm1S, logS, log1pS } = wideFunctions(m);

  /** x·2ⁿ. */
  const shifted = (x: Scaled, n: number): Scaled => whereS(or(isZero(x), isInfinite(x)), x, { h: x.h, l: x.l, k: plus(x.k, n) });
  /** The sign of x on what is not negative. */
  const signed = (y: Scaled, x: Scaled): Scaled => whereS(isNegative(x.h), negS(y), y);

  /** 2ⁿ·e^(f·ln 2) with n + f = x. */
  const exp2S = (x: Scaled): Scaled => {
    const t = sToD(x);
    const n = nearest(t.h);
    const f = quickSum(sub(t.h, n), t.l); // the difference is exact
    const y = expD(product(f, PAIR_LN2));
    const finite = { h: y.h, l: y.l, k: plus(y.k, toInt(n)) };
    return whereS(less(1023.9999, t.h), POSITIVE_INFINITY, whereS(less(t.h, -1075), ZERO, finite));
  };
  const log2S = (x: Scaled): Scaled => mulS(logS(x), PER_LOG2);
  const log10S = (x: Scaled): Scaled => mulS(logS(x), PER_LOG10);

  /** (t + t/(t + 1))/2 with t = e^|x| − 1; from 64 on, where t may be infinite, e^|x|/2. */
  const sinhS = (x: Scaled): Scaled => {
    const a = absS(x);
    const t = expm1S(a);
    const large = shifted(expD(sToD(a)), -1);
    return signed(whereS(lessInt(5, x.k), large, shifted(addS(t, divS(t, addS(t, ONE))), -1)), x);
  };
  const coshS = (x: Scaled): Scaled => {
    const e = expD(sToD(absS(x)));
    return shifted(addS(e, divS(ONE, e)), -1);
  };
  /** −t/(t + 2) with t = e^−2|x| − 1. */
  const tanhS = (x: Scaled): Scaled => {
    const t = expm1S(negS(shifted(absS(x), 1)));
    return signed(divS(negS(t), addS(t, TWO)), x);
  };

  /** log1p(a + a²/(1 + √(1 + a²))) with a = |x|. */
  const asinhS = (x: Scaled): Scaled => {
    const a = absS(x);
    const square = mulS(a, a);
    const u = addS(a, divS(square, addS(ONE, sqrtS(addS(ONE, square)))));
    return whereS(isInfinite(x), x, signed(log1pS(u), x));
  };
  /** log1p(t + √(t·(t + 2))) with t = x − 1. */
  const acoshS = (x: Scaled): Scaled => {
    const t = addS(x, MINUS_ONE);
    return whereS(ltS(x, ONE), NOT_A_NUMBER, log1pS(addS(t, sqrtS(mulS(t, addS(t, TWO))))));
  };
  /** log1p(2a/(1 − a))/2 with a = |x|. */
  const atanhS = (x: Scaled): Scaled => {
    const a = absS(x);
    return signed(shifted(log1pS(divS(shifted(a, 1), addS(ONE, negS(a)))), -1), x);
  };
  return { exp2S, log2S, log10S, sinhS, coshS, tanhS, asinhS, acoshS, atanhS };
}

const TWO = scaled(1, 0, 1);
const MINUS_ONE = scaled(-1, 0, 0);
const PAIR_LN2 = scaled(LN2[0], LN2[1], 0);
const PER_LOG2 = scaled(LOG2E[0], LOG2E[1], 0);
const PER_LOG10 = scaled(4 * LOG10E[0], 4 * LOG10E[1], -2);
