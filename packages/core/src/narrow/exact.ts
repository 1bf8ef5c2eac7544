/** Words on single float32 values that round nothing. They work on bits, so that an adapter which flushes subnormals, or forgets NaN, gives the same result. */
import { type Condition, type F, type Float, type Int, INFINITY_BITS, type Machine, MAGNITUDE, SIGN } from "./machine.js";

export function exactWords(m: Machine) {
  const { toBits, fromBits, bitAnd, bitOr, bitXor, lessInt, equalInt, select, selectInt, and, or, not } = m;

  const magnitude = (x: F): Int => bitAnd(toBits(x), MAGNITUDE);
  const isNegative = (x: F): Condition => lessInt(toBits(x), 0);
  const isNaN = (x: F): Condition => lessInt(INFINITY_BITS, magnitude(x));
  const negF = (x: F): Float => fromBits(bitXor(toBits(x), SIGN));
  const absF = (x: F): Float => fromBits(magnitude(x));

  /** Integers that are ordered as the floats are, −0 before 0. */
  const rank = (x: F): Int => selectInt(isNegative(x), bitXor(toBits(x), MAGNITUDE), toBits(x));
  const ordered = (x: F, y: F): Condition => not(or(isNaN(x), isNaN(y)));
  const bothZero = (x: F, y: F): Condition => equalInt(bitOr(magnitude(x), magnitude(y)), 0);
  const rankedBefore = (x: F, y: F): Condition => lessInt(rank(x), rank(y));

  const minF = (x: Float, y: Float): Float => select(or(isNaN(x), and(ordered(x, y), not(rankedBefore(y, x)))), x, y);
  const maxF = (x: Float, y: Float): Float => select(or(isNaN(x), and(ordered(x, y), not(rankedBefore(x, y)))), x, y);
  const eqF = (x: Float, y: Float): Condition => and(ordered(x, y), or(bothZero(x, y), equalInt(toBits(x), toBits(y))));
  const ltF = (x: Float, y: Float): Condition => and(ordered(x, y), and(not(bothZero(x, y)), rankedBefore(x, y)));
  const leF = (x: Float, y: Float): Condition => and(ordered(x, y), or(bothZero(x, y), not(rankedBefore(y, x))));
  return { magnitude, isNegative, isNaN, negF, absF, minF, maxF, ltF, leF, eqF };
}
