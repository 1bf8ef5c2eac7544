/**
 * fmod on wide numbers, exact: long division of integers of 48 bits, 14 bits of the quotient a step, each step's whole number next to what a reciprocal says it
 * is. It needs to be near: what is left over is within 0.51 of the divisor either way.
 */
import { type Digits, digitsOf } from "./digits.js";
import { exactWords } from "./exact.js";
import type { Float, Int, Machine } from "./machine.js";
import { NOT_A_NUMBER, type Scaled, scaledNumbers } from "./scaled.js";
import { scaledWords } from "./words.js";

/** The first step's may have a bit more, and then times any digit fits in 32 bits with their sign; two float32 numbers have a quotient below 2²⁷⁸. */
const BITS = 14;
const STEPS = 20;

export function division(m: Machine) {
  const { add, mul, reciprocal, nearest, shiftLeft, plus, minus, times, smaller, larger, lessInt, selectInt, or, toInt, toFloat } = m;
  const { isNaN, isNegative } = exactWords(m);
  const { powerOf2, isZero, isInfinite, negS, whereS, normal } = scaledNumbers(m);
  const { absS, ltS } = scaledWords(m);
  const { significand, carried, pair } = digitsOf(m);

  /** NaN where the quotient is beyond 2²⁸⁰. */
  const fmodS = (x: Scaled, y: Scaled): Scaled => {
    const [a, b] = [absS(x), absS(y)];
    const bits = minus(x.k, y.k);
    const left = normal(pair(remainder(significand(a), significand(b), bits)), y.k);
    const none = or(or(isInfinite(x), isZero(y)), or(or(isNaN(x.h), isNaN(y.h)), lessInt(BITS * STEPS, bits)));
    const signed = whereS(isNegative(x.h), negS(left), left);
    return whereS(ltS(a, b), x, whereS(none, NOT_A_NUMBER, signed));
  };

  /** What a·2^bits leaves over whole multiples of b; a is at most 2b, and `bits` not negative. */
  const remainder = (a: Digits, b: Digits, bits: Int): Digits => {
    const inverse = reciprocal(leading(b));
    let rest = a;
    for (let i = 0; i < STEPS; i++) {
      const step = larger(smaller(bits, BITS), 0);
      const q = toInt(nearest(mul(mul(leading(rest), inverse), powerOf2(step))));
      rest = carried(rest.map((digit, j) => minus(shiftLeft(digit, step), times(q, b[j]!))) as unknown as Digits);
      bits = minus(bits, step);
    }
    const below = lessInt(rest[2], 0);
    return carried(rest.map((digit, j) => plus(digit, selectInt(below, b[j]!, 0))) as unknown as Digits);
  };
  const leading = ([, b, c]: Digits): Float => add(mul(toFloat(c), 0x10000), toFloat(b));
  return { fmodS };
}
