/** float16 and bfloat16 by bits: rounded once, to nearest, ties to even, into their subnormals too; and the values of their bits. */
import type { DType } from "../dtype.js";
import { exactWords } from "./exact.js";
import { type Float, FRACTION, INFINITY_BITS, type Int, LEADING_BIT, type Machine, MAGNITUDE } from "./machine.js";
import { type Scaled, scaledNumbers } from "./scaled.js";

export type Half = "float16" | "bfloat16";
export const isHalf = (dtype: DType): dtype is Half => dtype === "float16" || dtype === "bfloat16";

export function halves(m: Machine) {
  const { toBits, fromBits, bitAnd, bitOr, bitXor, shiftLeft, shiftRight, plus, minus, smaller, larger, lessInt, equalInt } = m;
  const { select, selectInt, and, leadingZeros } = m;
  const { magnitude, isNaN } = exactWords(m);
  const { roundS } = scaledNumbers(m);

  /** The bits of a magnitude rounded where `below` bits end, 1 ≤ below ≤ 24. */
  const roundedAt = (size: Int, below: Int | number): Int => {
    const kept = shiftRight(size, below),
      half = shiftLeft(1, minus(below, 1)),
      rest = minus(size, shiftLeft(kept, below)),
      up = plus(rest, minus(bitAnd(kept, 1), 1)); // at least half of the last place, and of ties those of odd numbers
    return shiftLeft(plus(kept, selectInt(lessInt(up, half), 0, 1)), below);
  };

  /** A float32 value rounded to a half, as its bits in the low 16. */
  const halfBits = (x: Float, half: Half): Int => {
    const bits = toBits(x),
      sign = bitAnd(shiftRight(bits, 16), 0x8000),
      size = magnitude(x);
    if (half === "bfloat16") return bitOr(sign, selectInt(isNaN(x), 0x7fc0, shiftRight(roundedAt(size, 16), 16)));
    const exponent = minus(shiftRight(size, 23), 127),
      fraction = bitOr(bitAnd(size, FRACTION), LEADING_BIT);
    // From 2⁻¹⁴ up 13 bits are dropped and the exponent is moved; below it more, of a number without one.
    const normal = shiftRight(minus(roundedAt(size, 13), (127 - 15) << 23), 13);
    const small = larger(smaller(minus(-1, exponent), 24), 13),
      subnormal = selectInt(lessInt(exponent, -25), 0, shiftRight(roundedAt(fraction, small), small));
    const number = selectInt(lessInt(exponent, -14), subnormal, smaller(normal, 0x7c00));
    return bitOr(sign, selectInt(isNaN(x), 0x7e00, number));
  };

  /** The value of the bits of a half. */
  const halfValue = (bits: Int, half: Half): Float => {
    if (half === "bfloat16") return fromBits(shiftLeft(bits, 16));
    const sign = shiftLeft(bitAnd(bits, 0x8000), 16),
      size = bitAnd(bits, 0x7fff),
      zeros = minus(leadingZeros(size), 21), // of the 11 bits that a number has
      subnormal = bitOr(shiftLeft(minus(113, zeros), 23), bitAnd(shiftLeft(size, plus(zeros, 13)), FRACTION)),
      normal = plus(shiftLeft(size, 13), (127 - 15) << 23),
      special = bitOr(INFINITY_BITS, shiftLeft(bitAnd(size, 0x3ff), 13)),
      number = selectInt(lessInt(size, 0x400), selectInt(equalInt(size, 0), 0, subnormal), selectInt(lessInt(size, 0x7c00), normal, special));
    return fromBits(bitOr(sign, number));
  };

  /** A float32 from which rounding to a half gives what it gives of x: cut off, the last bit set where anything is lost. Below 2⁻¹²⁶ it is rounded. */
  const towardsOdd = (x: Scaled): Float => {
    const bits = toBits(x.h),
      exact = equalInt(bitAnd(toBits(x.l), MAGNITUDE), 0),
      inward = selectInt(lessInt(bitXor(toBits(x.l), bits), 0), minus(bits, 1), bits),
      odd = selectInt(exact, bits, bitOr(inward, 1)),
      inRange = and(lessInt(-127, x.k), lessInt(x.k, 127));
    return select(inRange, fromBits(plus(odd, shiftLeft(x.k, 23))), roundS(x));
  };
  /** Rounded to a half, as a float32. */
  const toHalf = (x: Float, half: Half): Float => halfValue(halfBits(x, half), half);
  return { halfBits, halfValue, toHalf, towardsOdd };
}
