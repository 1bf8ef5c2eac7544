/**
 * Scaled numbers (h + l)·2ᵏ: two floats, 1 ≤ |h| < 2, and an integer exponent. 48 bits and more range than float64, so that nothing under- or
 * overflows before the one rounding at the end. Zero is ±0 with k = −INFINITE, an infinity ±1 with k = INFINITE; NaN has h = NaN.
 */
import { exactWords } from "./exact.js";
import { type Condition, type F, FRACTION, float, type Float, type I, INFINITY_BITS, int, type Int, LEADING_BIT, type Machine } from "./machine.js";
import { ONE_BITS, SIGN } from "./machine.js";
import type { Pair } from "./pair.js";

export interface Scaled extends Pair {
  readonly k: Int;
}

export const INFINITE = 1 << 20;
/** Beyond this exponent a result is an infinity, or zero: far beyond float64, and an infinity times anything finite stays beyond it. */
const LARGEST = 1 << 18;
export const scaled = (h: F, l: F, k: I): Scaled => ({ h: float(h), l: float(l), k: int(k) });
export const ZERO = scaled(0, 0, -INFINITE);
export const ONE = scaled(1, 0, 0);
export const POSITIVE_INFINITY = scaled(1, 0, INFINITE);
export const NOT_A_NUMBER = scaled(NaN, 0, 0);

export function scaledNumbers(m: Machine) {
  const { mul, toBits, fromBits, bitAnd, bitOr, bitXor, shiftLeft, shiftRight, leadingZeros } = m;
  const { plus, minus, smaller, larger, lessInt, equalInt, select, selectInt, and, or } = m;
  const { magnitude, isNaN, negF } = exactWords(m);

  /** The exponent field: 0 for zeros and subnormals, 255 for infinities and NaN. */
  const exponentField = (bits: Int): Int => bitAnd(shiftRight(bits, 23), 255);
  /** 2ᵏ for −126 ≤ k ≤ 127. */
  const powerOf2 = (k: I): Float => fromBits(shiftLeft(plus(k, 127), 23));
  const signOf = (bits: Int): Int => bitAnd(bits, SIGN);
  const signOfProduct = (x: Scaled, y: Scaled): Int => signOf(bitXor(toBits(x.h), toBits(y.h)));
  const isZero = (x: Scaled): Condition => equalInt(x.k, -INFINITE);
  const isInfinite = (x: Scaled): Condition => equalInt(x.k, INFINITE);
  const negS = (x: Scaled): Scaled => ({ h: negF(x.h), l: negF(x.l), k: x.k });
  const whereS = (c: Condition, x: Scaled, y: Scaled): Scaled => ({ h: select(c, x.h, y.h), l: select(c, x.l, y.l), k: selectInt(c, x.k, y.k) });

  /** (h + l)·2ᵏ with h brought into [1, 2), or [1, 4) from 2¹²⁷ up. A zero gets the sign bit of `sign`. */
  const normal = ({ h, l }: Pair, k: I, sign: I = 0): Scaled => {
    const bits = toBits(h);
    const field = exponentField(bits);
    const exponent = smaller(minus(field, 127), 126);
    const p = powerOf2(minus(0, exponent));
    const sum = plus(k, exponent);
    const zero = scaled(fromBits(signOf(int(sign))), 0, -INFINITE);
    const infinity = scaled(fromBits(bitOr(signOf(bits), ONE_BITS)), 0, INFINITE);
    const finite = whereS(lessInt(LARGEST, sum), infinity, scaled(mul(h, p), mul(l, p), sum));
    const number = whereS(or(equalInt(field, 0), lessInt(sum, -LARGEST)), zero, finite);
    return whereS(isNaN(h), NOT_A_NUMBER, number);
  };

  /** A float32 value, subnormals included: bits only. */
  const fToS = (x: F): Scaled => {
    const bits = toBits(x);
    const size = magnitude(x);
    const zero = equalInt(size, 0);
    const shift = larger(minus(leadingZeros(size), 8), 0); // 0 for normal numbers
    const h = fromBits(bitOr(signOf(bits), bitOr(bitAnd(shiftLeft(size, shift), FRACTION), ONE_BITS)));
    const k = minus(larger(exponentField(size), 1), plus(shift, 127));
    return scaled(select(or(zero, isNaN(x)), x, h), 0, selectInt(zero, -INFINITE, selectInt(equalInt(size, INFINITY_BITS), INFINITE, k)));
  };

  /** Rounds once, to nearest, into the subnormals too; bits only, so that no adapter flushes the result. h is the float nearest to h + l. */
  const roundS = (x: Scaled): Float => {
    const bits = toBits(x.h);
    const exponent = plus(exponentField(bits), x.k);
    const shift = smaller(larger(minus(1, exponent), 1), 25);
    const fraction = bitOr(bitAnd(bits, FRACTION), LEADING_BIT);
    const kept = shiftRight(fraction, shift);
    const outward = selectInt(lessInt(bitXor(toBits(x.l), bits), 0), -1, 1);
    const nudge = selectInt(equalInt(magnitude(x.l), 0), 0, outward); // l settles a tie
    const dropped = plus(shiftLeft(minus(fraction, shiftLeft(kept, shift)), 1), nudge);
    const tie = shiftLeft(1, shift);
    const up = or(lessInt(tie, dropped), and(equalInt(tie, dropped), equalInt(bitAnd(kept, 1), 1)));
    const subnormal = fromBits(bitOr(signOf(bits), plus(kept, selectInt(up, 1, 0))));
    const finite = select(lessInt(exponent, 1), subnormal, fromBits(plus(bits, shiftLeft(x.k, 23))));
    const rounded = select(lessInt(254, exponent), fromBits(bitOr(signOf(bits), INFINITY_BITS)), finite);
    return select(or(isNaN(x.h), equalInt(magnitude(x.h), 0)), x.h, rounded);
  };

  /** x/y: `quotient` where both are finite and y is not 0, else as IEEE 754 has it. */
  const quotientOf = (x: Scaled, y: Scaled, quotient: Scaled): Scaled => {
    const undefinedOrNaN = or(or(and(isZero(x), isZero(y)), and(isInfinite(x), isInfinite(y))), or(isNaN(x.h), isNaN(y.h)));
    const infinity = scaled(fromBits(bitOr(signOfProduct(x, y), ONE_BITS)), 0, INFINITE);
    return whereS(undefinedOrNaN, NOT_A_NUMBER, whereS(isZero(y), infinity, quotient));
  };
  return { powerOf2, isZero, isInfinite, signOfProduct, negS, whereS, normal, quotientOf, fToS, roundS };
}
