/**
 * lgamma and digamma on wide numbers, each to 2⁻²⁶ of its result or better, for x < 0 of its value at 1 − x where that is more: with a = |x|, below 3 a
 * polynomial in z, what a is more than 0, 1 or 2, and from 3 on Stirling's series; reflection by the sine and the cotangent of πd, d = a less a whole number.
 */
import { exactWords } from "./exact.js";
import { wideFunctions } from "./functions.js";
import { COTANGENT, FAR, NEAR, REFLECTED, ROOT, SINE, SLOPE_FAR, SLOPE_NEAR, STIRLING } from "./gammaCoefficients.js";
import { float, type Machine } from "./machine.js";
import { type Pair, pairArithmetic } from "./pair.js";
import { pairPolynomial } from "./pairPolynomial.js";
import { powers } from "./powers.js";
import { pairOf } from "./quarter.js";
import { NOT_A_NUMBER, ONE, POSITIVE_INFINITY, type Scaled, scaled, scaledNumbers, ZERO } from "./scaled.js";
import { scaledWords } from "./words.js";

export function gammaFunctions(m: Machine) {
  const { sub, nearest, less, lessInt, select, and, or, not } = m;
  const { twoSum, sum, product } = pairArithmetic(m);
  const { polynomial } = pairPolynomial(m);
  const { isNaN, isNegative } = exactWords(m);
  const { isZero, isInfinite, negS, whereS, normal } = scaledNumbers(m);
  const { absS, addS, mulS, divS } = scaledWords(m);
  const { sToD } = wideFunctions(m);
  const { logPair } = powers(m);

  const single = (x: number): Pair => ({ h: float(x), l: float(0) });
  const twoOf = ([h, l]: readonly [number, number]): Scaled => normal(pairOf([h, l]), 0);
  /** 1/a² as two floats. */
  const squared = (inverse: Scaled): Pair => sToD(mulS(inverse, inverse));

  /** a = |x|, z of it, d in two floats and as a scaled number, and where a lies. A number just below a limit may count as above: the same formulas hold. */
  const parts = (x: Scaled) => {
    const a = absS(x);
    const size = sToD(a);
    const first = less(size.h, 1);
    const second = less(size.h, 2);
    const near = less(size.h, 3);
    const off = select(first, 0, select(second, -1, -2));
    const whole = twoSum(sub(size.h, nearest(size.h)), sub(size.l, nearest(size.l)));
    const d = twoSum(sub(whole.h, nearest(whole.h)), whole.l);
    const own = whereS(lessInt(a.k, -1), a, normal(d, 0));
    const z = sum(size, { h: off, l: float(0) });
    return { a, z, d, own, negative: and(isNegative(x.h), not(isZero(x))), first, second, near, third: and(near, not(second)) };
  };
  const settled = (x: Scaled, y: Scaled): Scaled => whereS(isNaN(x.h), NOT_A_NUMBER, y);

  const lgammaS = (x: Scaled): Scaled => {
    const { a, z, d, own, negative, first, second, near, third } = parts(x);
    const below = addS(a, MINUS_ONE);
    const v = whereS(third, whereS(negative, mulS(a, below), below), a);

    const few = whereS(first, whereS(negative, ZERO, MINUS_ONE), whereS(or(negative, not(second)), ONE, ZERO));
    const factor = whereS(near, few, addS(a, whereS(negative, HALF, negS(HALF))));
    const logarithm = logPair(v);
    const series = normal(product(product(z, sum(z, single(-1))), polynomial(sum(z, single(-0.5)), NEAR)), 0);
    const inverse = divS(ONE, a);
    const binet = mulS(inverse, normal(polynomial(squared(inverse), FAR), 0));
    const stirling = addS(whereS(negative, twoOf(REFLECTED), twoOf(STIRLING)), binet);
    const gamma = addS(mulS(factor, whereS(near, logarithm, addS(logarithm, MINUS_ONE))), whereS(near, series, stirling));
    const sine = absS(mulS(own, normal(polynomial(product(d, d), SINE), 0)));
    const reflected = negS(addS(logPair(sine), gamma));
    return settled(x, whereS(or(isInfinite(x), isZero(x)), POSITIVE_INFINITY, whereS(negative, reflected, gamma)));
  };

  const digammaS = (x: Scaled): Scaled => {
    const { a, z, d, own, negative, first, second, near, third } = parts(x);
    const inverse = divS(ONE, a);
    const below = divS(ONE, addS(a, MINUS_ONE));
    const offRoot = sum(sum(z, pairOf([-ROOT[0], -ROOT[1]])), single(-ROOT[2]));
    const series = normal(product(offRoot, polynomial(sum(z, single(-0.5)), SLOPE_NEAR)), 0);
    const square = squared(inverse);
    const stirling = addS(logPair(a), negS(normal(product(square, polynomial(square, SLOPE_FAR)), 0)));
    const half = mulS(inverse, HALF);
    const more = whereS(near, whereS(first, ZERO, whereS(third, addS(inverse, below), inverse)), half);
    const less1 = whereS(near, whereS(first, divS(MINUS_ONE, x), whereS(second, ZERO, below)), negS(half));
    const cotangent = addS(divS(ONE, own), negS(mulS(own, normal(polynomial(product(d, d), COTANGENT), 0))));
    const y = addS(whereS(near, series, stirling), whereS(negative, addS(more, cotangent), less1));
    const undefinedThere = and(negative, or(isZero(own), isInfinite(x)));
    return settled(x, whereS(undefinedThere, NOT_A_NUMBER, y));
  };
  return { lgammaS, digammaS };
}

const MINUS_ONE = scaled(-1, 0, 0);
const HALF = scaled(1, 0, -1);
