/** atan, asin, acos and atan2 on wide numbers, each to 2⁻²⁶ of its result or better: all are the angle of a point, measured from the nearest of 0, π/4 and π/2. */
import { ATAN, HALF_PI, THIRD } from "./trigonometricCoefficients.js";
import { wideFunctions } from "./functions.js";
import { exactWords } from "./exact.js";
import { type F, float, type Machine, SIGN } from "./machine.js";
import { type Pair, pairArithmetic } from "./pair.js";
import { pairOf } from "./quarter.js";
import { NOT_A_NUMBER, ONE, type Scaled, scaled, scaledNumbers, ZERO } from "./scaled.js";
import { scaledWords } from "./words.js";

export function angles(m: Machine) {
  const { add, mul, and, or, lessInt, bitAnd, bitXor, toBits, fromBits } = m;
  const { sum, product } = pairArithmetic(m);
  const { isNegative, isNaN } = exactWords(m);
  const { isZero, isInfinite, negS, whereS, normal } = scaledNumbers(m);
  const { addS, mulS, divS, sqrtS, absS, leS } = scaledWords(m);
  const { sToD } = wideFunctions(m);

  /** Of a point whose coordinates are not negative, and not both 0 or infinite: its angle, b first along the axis. */
  const angle = (a: Scaled, b: Scaled): Scaled => {
    const small = leS(a, mulS(b, EIGHTH));
    const large = leS(b, mulS(a, EIGHTH));
    const u = divS(whereS(small, a, whereS(large, negS(b), addS(a, negS(b)))), whereS(small, b, whereS(large, a, addS(a, b))));
    const base = whereS(large, RIGHT, DIAGONAL);
    return whereS(small, arctangent(u), addS(base, arctangent(u)));
  };
  const arctangent = (u: Scaled): Scaled => {
    const v = sToD(u);
    const z = product(v, v);
    const tail = ATAN.slice(0, -1).reduceRight<F>((q, c) => add(mul(q, z.h), c), ATAN.at(-1)!);
    const factor = sum(UNIT, product(z, sum(pairOf(THIRD), { h: mul(z.h, tail), l: float(0) })));
    return whereS(lessInt(u.k, TINY), u, normal(product(u, factor), u.k));
  };
  /** y, of which the sign is the other one where x has a sign. By bits: chosen between y and −y, a zero may lose its sign, for compilers hold the two for one number. */
  const signed = (y: Scaled, x: Scaled): Scaled => {
    const sign = bitAnd(toBits(x.h), SIGN);
    return { h: fromBits(bitXor(toBits(y.h), sign)), l: fromBits(bitXor(toBits(y.l), sign)), k: y.k };
  };
  /** The angle on the other side of the vertical where x is negative. */
  const mirrored = (y: Scaled, x: Scaled): Scaled => whereS(isNegative(x.h), addS(STRAIGHT, negS(y)), y);
  const legOf = (x: Scaled): Scaled => sqrtS(mulS(addS(ONE, negS(x)), addS(ONE, x)));

  const atanS = (x: Scaled): Scaled => whereS(or(isZero(x), isNaN(x.h)), x, signed(whereS(isInfinite(x), RIGHT, angle(absS(x), ONE)), x));
  const asinS = (x: Scaled): Scaled => whereS(isZero(x), x, signed(angle(absS(x), legOf(x)), x));
  const acosS = (x: Scaled): Scaled => mirrored(angle(legOf(x), absS(x)), x);
  const atan2S = (y: Scaled, x: Scaled): Scaled => {
    const infinite = or(isInfinite(x), isInfinite(y));
    const whole = (v: Scaled): Scaled => whereS(infinite, whereS(isInfinite(v), ONE, ZERO), absS(v));
    const [a, b] = [whole(y), whole(x)];
    const finite = signed(mirrored(whereS(and(isZero(a), isZero(b)), ZERO, angle(a, b)), x), y);
    return whereS(or(isNaN(x.h), isNaN(y.h)), NOT_A_NUMBER, finite);
  };
  return { atanS, asinS, acosS, atan2S };
}

/** Below it atan u is u. */
const TINY = -40;
const EIGHTH = scaled(Math.fround(2 * (Math.SQRT2 - 1) * 2), 0, -2);
const UNIT: Pair = { h: float(1), l: float(0) };
const [h, l] = HALF_PI;
const RIGHT = scaled(h, l, 0);
const DIAGONAL = scaled(h, l, -1);
const STRAIGHT = scaled(h, l, 1);
