/** sin, cos and tan on wide numbers, each to 2⁻²⁶ of its result or better. */
import { COS, SIN, SIXTH } from "./trigonometricCoefficients.js";
import { wideFunctions } from "./functions.js";
import { exactWords } from "./exact.js";
import { type F, float, type Int, type Machine, SIGN } from "./machine.js";
import { type Pair, pairArithmetic } from "./pair.js";
import { pairOf, quarters } from "./quarter.js";
import { NOT_A_NUMBER, type Scaled, scaledNumbers } from "./scaled.js";
import { scaledWords } from "./words.js";

export function trigonometric(m: Machine) {
  const { add, mul, toBits, fromBits, bitAnd, bitXor, shiftLeft, plus, equalInt, or } = m;
  const { sum, product } = pairArithmetic(m);
  const { isNaN } = exactWords(m);
  const { isZero, isInfinite, whereS, normal } = scaledNumbers(m);
  const { divS } = scaledWords(m);
  const { sToD } = wideFunctions(m);
  const { reduced } = quarters(m);

  const sinS = (x: Scaled): Scaled => {
    const { n, r } = reduced(x);
    return whereS(isZero(x), x, settled(x, turned(r, n, bitAnd(toBits(x.h), SIGN))));
  };
  const cosS = (x: Scaled): Scaled => {
    const { n, r } = reduced(x);
    return settled(x, turned(r, plus(n, 1), 0));
  };
  const tanS = (x: Scaled): Scaled => whereS(isZero(x), x, divS(sinS(x), cosS(x)));

  /** The sine of r + n·π/2, |r| ≤ π/4, with its sign changed by the bit `sign`. */
  const turned = (r: Scaled, n: Int, sign: Int | number): Scaled => {
    const v = sToD(r);
    const z = product(v, v);
    const odd = equalInt(bitAnd(n, 1), 1);
    const y = whereS(odd, normal(oneAnd(z, HALF, COS), 0), normal(product(r, oneAnd(z, pairOf(SIXTH), SIN)), r.k));
    const change = bitXor(sign, shiftLeft(bitAnd(n, 2), 30));
    const changed = (part: F) => fromBits(bitXor(toBits(part), change));
    return { h: changed(y.h), l: changed(y.l), k: y.k };
  };
  /** 1 + z·(c + z·p(z)), p in one float. */
  const oneAnd = (z: Pair, c: Pair, p: readonly number[]): Pair => {
    const tail = p.slice(0, -1).reduceRight<F>((q, a) => add(mul(q, z.h), a), p.at(-1)!);
    return sum(ONE, product(z, sum(c, { h: mul(z.h, tail), l: float(0) })));
  };
  const settled = (x: Scaled, y: Scaled): Scaled => whereS(or(isInfinite(x), isNaN(x.h)), NOT_A_NUMBER, y);

  return { sinS, cosS, tanS };
}

const ONE: Pair = { h: float(1), l: float(0) };
const HALF: Pair = { h: float(-0.5), l: float(0) };
