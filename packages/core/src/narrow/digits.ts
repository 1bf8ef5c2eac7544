/** Scaled numbers as integers of 48 bits, in digits of 16 bits, the lowest first. */
import { FRACTION, type Int, LEADING_BIT, type Machine } from "./machine.js";
import { pairArithmetic, type Pair } from "./pair.js";
import type { Scaled } from "./scaled.js";

export const DIGIT = 0xffff;
export type Digits = readonly [Int, Int, Int];

export function digitsOf(m: Machine) {
  const { add, mul, nearest, toBits, bitAnd, bitOr, shiftLeft, shiftRight, plus, toInt, toFloat } = m;
  const { twoSum, quickSum } = pairArithmetic(m);

  /** M of x = M·2^(k − 47), x not negative; what l has below 2⁻⁴⁷ is rounded. */
  const significand = (x: Scaled): Digits => {
    const below = toInt(nearest(mul(x.l, 2 ** 47)));
    const upper = plus(bitOr(bitAnd(toBits(x.h), FRACTION), LEADING_BIT), shiftRight(below, 24));
    const lower = bitAnd(below, 0xffffff);
    return [bitAnd(lower, DIGIT), bitOr(shiftRight(lower, 16), shiftLeft(bitAnd(upper, 0xff), 8)), shiftRight(upper, 8)];
  };
  /** Each but the last brought to 0 … 65535. */
  const carried = ([a, b, c]: Digits): Digits => {
    const middle = plus(b, shiftRight(a, 16));
    return [bitAnd(a, DIGIT), bitAnd(middle, DIGIT), plus(c, shiftRight(middle, 16))];
  };
  /** Of digits that are carried, none negative: the integer times 2⁻⁴⁷, exact. */
  const pair = ([a, b, c]: Digits): Pair => {
    const s = twoSum(mul(toFloat(c), 2 ** -15), mul(toFloat(b), 2 ** -31));
    return quickSum(s.h, add(s.l, mul(toFloat(a), 2 ** -47)));
  };
  return { significand, carried, pair };
}
