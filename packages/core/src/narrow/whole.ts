/** Whole numbers, exact: floor, trunc and nearest (of two the even one) of float32 values, by their bits, and of scaled numbers. Zeros keep their sign. */
import { exactWords } from "./exact.js";
import { type Condition, type F, type Float, type I, type Machine, SIGN } from "./machine.js";
import { pairArithmetic } from "./pair.js";
import { ONE, type Scaled, scaled, scaledNumbers, ZERO } from "./scaled.js";
import { scaledWords } from "./words.js";

export function wholeWords(m: Machine) {
  const { add, sub, mul, less, lessEqual, toBits, fromBits, bitAnd, bitOr, shiftLeft, shiftRight, toInt } = m;
  const { plus, minus, smaller, larger, lessInt, equalInt, select, selectInt, and, or, not } = m;
  const { quickSum } = pairArithmetic(m);
  const { magnitude, isNaN, isNegative, absF } = exactWords(m);
  const { powerOf2, isZero, negS, whereS, normal } = scaledNumbers(m);
  const { addS, mulS, absS, ltS, eqS } = scaledWords(m);

  /** x·2ᵏ towards zero, times 2⁻ᵏ: bits below the point are cleared. */
  const truncAt = (x: F, k: I): Float => {
    const bits = toBits(x);
    const exponent = plus(minus(shiftRight(magnitude(x), 23), 127), k);
    const below = smaller(larger(minus(23, exponent), 0), 23);
    const kept = bitAnd(bits, shiftLeft(-1, below));
    return fromBits(selectInt(lessInt(exponent, 0), bitAnd(bits, SIGN), kept));
  };
  const truncF = (x: Float): Float => truncAt(x, 0);
  const floorF = (x: Float): Float => {
    const t = truncF(x);
    return select(and(isNegative(x), not(equalInt(toBits(t), toBits(x)))), sub(t, 1), t); // what has a fraction is below 2²³
  };
  const nearestF = (x: Float): Float => {
    const size = absF(x);
    const t = truncF(size);
    const rest = sub(size, t);
    const odd = equalInt(bitAnd(toInt(select(lessInt(toBits(t), TWO_TO_24), t, 0)), 1), 1);
    const up = or(less(0.5, rest), and(lessEqual(0.5, rest), odd));
    return fromBits(bitOr(toBits(select(up, add(t, 1), t)), bitAnd(toBits(x), SIGN)));
  };

  /** Of a number that is not negative. Up to 2²⁴ the second float moves the whole number by one at most; beyond, the first one is whole. */
  const floorOfSize = (x: Scaled): Scaled => {
    const k = smaller(larger(x.k, 0), LARGE);
    const unit = powerOf2(minus(0, smaller(k, 23)));
    const first = truncAt(x.h, k);
    const rest = sub(x.h, first);
    const near = select(less(rest, mul(-1, x.l)), mul(-1, unit), select(lessEqual(sub(unit, rest), x.l), unit, 0));
    const cut = truncAt(x.l, k);
    const far = select(and(isNegative(x.l), not(equalInt(toBits(cut), toBits(x.l)))), sub(cut, powerOf2(minus(0, smaller(k, 126)))), cut);
    const floor = normal(quickSum(first, select(lessInt(23, k), far, near)), k);
    return whereS(lessInt(x.k, 0), ZERO, whereS(lessInt(LARGE, x.k), x, floor));
  };
  const keeps = (x: Scaled): Condition => or(isNaN(x.h), isZero(x));
  const signed = (x: Scaled, size: Scaled): Scaled => whereS(keeps(x), x, whereS(isNegative(x.h), negS(size), size));

  const truncS = (x: Scaled): Scaled => signed(x, floorOfSize(absS(x)));
  const floorS = (x: Scaled): Scaled => {
    const t = truncS(x);
    return whereS(and(isNegative(x.h), ltS(x, t)), addS(t, negS(ONE)), t);
  };
  const nearestS = (x: Scaled): Scaled => {
    const size = absS(x);
    const t = floorOfSize(size);
    const rest = addS(size, negS(t));
    const odd = not(eqS(mulS(floorOfSize(mulS(t, HALF)), TWO), t));
    const up = or(ltS(HALF, rest), and(eqS(HALF, rest), odd));
    return signed(x, whereS(lessInt(LARGE, x.k), size, whereS(up, addS(t, ONE), t)));
  };
  return { floorF, truncF, nearestF, floorS, truncS, nearestS };
}

/** From this exponent on, both floats of a scaled number are whole. */
const LARGE = 150;
const TWO_TO_24 = 0x4b800000;
const HALF = scaled(1, 0, -1);
const TWO = scaled(1, 0, 1);
