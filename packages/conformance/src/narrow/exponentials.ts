/**
 * Exponential and hyperbolic functions and their inverses on wide numbers, made of those in functions.ts so that nothing cancels, each to 2⁻²⁶ of its
 * result or better.
 */
import { exactWords } from "./exact.js";
import { wideFunctions } from "./functions.js";
import type { Machine } from "./machine.js";
import { type Scaled, scaled, scaledNumbers } from "./scaled.js";
import { scaledWords } from "./words.js";

export function exponentials(m: Machine) {
  const { or, plus } = m;
  const { isNegative } = exactWords(m);
  const { isZero, isInfinite, negS, whereS } = scaledNumbers(m);
  const { addS, divS, absS } = scaledWords(m);
  const { expm1S } = wideFunctions(m);

  /** x·2ⁿ. */
  const shifted = (x: Scaled, n: number): Scaled => whereS(or(isZero(x), isInfinite(x)), x, { h: x.h, l: x.l, k: plus(x.k, n) });
  /** The sign of x on what is not negative. */
  const signed = (y: Scaled, x: Scaled): Scaled => whereS(isNegative(x.h), negS(y), y);

  /** −t/(t + 2) with t = e^−2|x| − 1. */
  const tanhS = (x: Scaled): Scaled => {
    const t = expm1S(negS(shifted(absS(x), 1)));
    return signed(divS(negS(t), addS(t, TWO)), x);
  };
  return { tanhS };
}

const TWO = scaled(1, 0, 1);
