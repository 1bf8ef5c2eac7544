/**
 * float64 by bits, the low word first as it lies in memory: what ops have among themselves keeps its range in storage, and the 48 bits that wide numbers have. Below
 * 2⁻¹⁰²² it becomes 0.
 */
import {
  exactWords,
  type Int,
  type Machine,
  NOT_A_NUMBER,
  ONE_BITS,
  POSITIVE_INFINITY,
  type Scaled,
  scaledNumbers,
  SIGN,
  ZERO,
} from "@evenkeel/core/narrow";
import { isBelow } from "./integers.js";

const FRACTION = 0x000fffff;
const BIAS = 1023;
const INFINITE = 2047;

export function doubles(m: Machine) {
  const { mul, nearest, toBits, fromBits, bitAnd, bitOr, shiftLeft, shiftRight, plus, minus, lessInt, equalInt, less } = m,
    { toInt, toFloat, select, selectInt, and, or, not } = m,
    { isNaN, negF } = exactWords(m),
    { normal, powerOf2, whereS, negS, isZero, isInfinite } = scaledNumbers(m);

  /** Of 52 bits behind the leading one, h has 23, and l what is left of them, which is rounded to its 24. */
  const doubleValue = ([low, high]: readonly [Int, Int]): Scaled => {
    const field = bitAnd(shiftRight(high, 20), INFINITE),
      fraction = bitAnd(high, FRACTION),
      upper = bitOr(shiftLeft(fraction, 3), bitAnd(shiftRight(low, 29), 7)),
      rest = bitAnd(low, 0x1fffffff),
      up = shiftRight(rest, 28), // to the nearest
      l = mul(toFloat(minus(rest, shiftLeft(up, 29))), 2 ** -52);
    const number = normal({ h: fromBits(plus(plus(upper, up), ONE_BITS)), l }, minus(field, BIAS)),
      special = whereS(equalInt(bitOr(fraction, low), 0), POSITIVE_INFINITY, NOT_A_NUMBER),
      size = whereS(equalInt(field, 0), ZERO, whereS(equalInt(field, INFINITE), special, number));
    return whereS(lessInt(high, 0), negS(size), size);
  };

  /** Rounded once; h may be in [2, 4). */
  const doubleWords = (x: Scaled): readonly [Int, Int] => {
    const bits = toBits(x.h),
      sign = bitAnd(bits, SIGN),
      exponent = minus(bitAnd(shiftRight(bits, 23), 255), 127),
      upper = bitAnd(bits, 0x7fffff),
      l = select(lessInt(bits, 0), negF(x.l), x.l);
    // Below a power of 2 the last place is half as much.
    const isLess = and(equalInt(upper, 0), less(l, 0)),
      places = plus(minus(52, exponent), selectInt(isLess, 1, 0)),
      rest = toInt(nearest(mul(l, powerOf2(places))));
    const shifted = shiftLeft(upper, 29),
      low = plus(shifted, rest),
      carry = selectInt(lessInt(rest, 0), selectInt(isBelow(m, shifted, low), -1, 0), selectInt(isBelow(m, low, shifted), 1, 0)),
      field = plus(plus(x.k, exponent), BIAS);
    const high = plus(plus(shiftLeft(field, 20), shiftRight(upper, 3)), carry),
      isNumber = and(not(isZero(x)), and(not(isInfinite(x)), not(isNaN(x.h)))),
      inRange = and(isNumber, and(lessInt(0, field), lessInt(field, INFINITE))),
      isLarge = or(isInfinite(x), and(isNumber, lessInt(0, field))),
      other = selectInt(isNaN(x.h), 0x7ff80000, selectInt(isLarge, INFINITE << 20, 0));
    return [selectInt(inRange, low, 0), bitOr(selectInt(isNaN(x.h), 0, sign), selectInt(inRange, high, other))];
  };
  return { doubleValue, doubleWords };
}
