/** The words on scaled numbers: sums to 2⁻⁴⁴ of the result, products to 2⁻⁴³, quotients and roots to 2⁻⁴⁰; comparisons and specials as in IEEE 754. */
import { exactWords } from "./exact.js";
import { type Condition, type Int, type Machine, ONE_BITS, SIGN } from "./machine.js";
import { type Pair, pairArithmetic } from "./pair.js";
import { INFINITE, NOT_A_NUMBER, type Scaled, scaledNumbers } from "./scaled.js";

export function scaledWords(m: Machine) {
  const { add, sub, mul, reciprocal, squareRoot, less, lessEqual, equal } = m;
  const { toBits, fromBits, bitAnd, bitOr, equalInt, shiftRight, plus, minus, larger, lessInt, select, and, or } = m;
  const { twoSum, quickSum, twoProduct, sum, product, quotient } = pairArithmetic(m);
  const { isNaN, isNegative, magnitude } = exactWords(m);
  const { powerOf2, isZero, isInfinite, signOfProduct, negS, whereS, normal, quotientOf } = scaledNumbers(m);

  const absS = (x: Scaled): Scaled => whereS(isNegative(x.h), negS(x), x);
  const addS = (x: Scaled, y: Scaled): Scaled => {
    const s = total(x, y);
    return whereS(and(isZero(s), and(isInfinite(x), isInfinite(y))), NOT_A_NUMBER, s);
  };
  const mulS = (x: Scaled, y: Scaled): Scaled => {
    const undefinedProduct = or(and(isZero(x), isInfinite(y)), and(isInfinite(x), isZero(y)));
    return whereS(undefinedProduct, NOT_A_NUMBER, normal(product(x, y), plus(x.k, y.k), signOfProduct(x, y)));
  };
  const divS = (x: Scaled, y: Scaled): Scaled => quotientOf(x, y, normal(quotient(x, y), minus(x.k, y.k), signOfProduct(x, y)));
  const sqrtS = (x: Scaled): Scaled => {
    const odd = bitAnd(x.k, 1);
    const scale = powerOf2(odd);
    const h = mul(x.h, scale); // in [1, 4)
    const y = squareRoot(h);
    const p = twoProduct(y, y);
    const rest = add(sub(sub(h, p.h), p.l), mul(x.l, scale));
    const root = normal(quickSum(y, mul(mul(0.5, rest), reciprocal(y))), shiftRight(minus(x.k, odd), 1));
    return whereS(isZero(x), x, whereS(isNegative(x.h), NOT_A_NUMBER, root)); // the root of an infinity is beyond every exponent too
  };

  const ltS = (x: Scaled, y: Scaled): Condition => less(total(x, negS(y)).h, 0);
  const leS = (x: Scaled, y: Scaled): Condition => lessEqual(total(x, negS(y)).h, 0);
  const eqS = (x: Scaled, y: Scaled): Condition => equal(total(x, negS(y)).h, 0);
  const minS = (x: Scaled, y: Scaled): Scaled => whereS(or(isNaN(x.h), leS(x, y)), x, y);
  const maxS = (x: Scaled, y: Scaled): Scaled => whereS(or(isNaN(x.h), leS(y, x)), x, y);

  /** x + y, but 0 for infinities that cancel, so that they compare as equal. */
  const total = (x: Scaled, y: Scaled): Scaled => {
    const k = larger(x.k, y.k);
    return normal(sum(shifted(x, minus(x.k, k)), shifted(y, minus(y.k, k))), k, bitAnd(toBits(x.h), toBits(y.h)));
  };
  /** x's floats times 2ᵏ, k ≤ 0; what is shifted beyond 2⁻¹²⁶ is beyond the other's bits. */
  const shifted = (x: Scaled, k: Int): Pair => {
    const p = select(lessInt(k, -126), 0, powerOf2(larger(k, -126)));
    return { h: mul(x.h, p), l: mul(x.l, p) };
  };
  /**
   * x + y without bringing h into [1, 2): for running sums, whose h grows by their number of terms, and which `normal` ends. To 2⁻⁴⁶ of the largest
   * of what was added so far; infinities are ±1 as ever.
   */
  const addRunning = (x: Scaled, y: Scaled): Scaled => {
    const k = larger(x.k, y.k);
    const a = shifted(x, minus(x.k, k));
    const b = shifted(y, minus(y.k, k));
    const s = twoSum(a.h, b.h);
    const { h, l } = quickSum(s.h, add(s.l, add(a.l, b.l)));
    const sign = fromBits(bitOr(bitAnd(toBits(h), SIGN), ONE_BITS));
    const infinite = select(isNaN(h), h, select(equalInt(magnitude(h), 0), NaN, sign));
    return { h: select(equalInt(k, INFINITE), infinite, h), l, k };
  };
  return { addRunning, addS, mulS, divS, sqrtS, absS, ltS, leS, eqS, minS, maxS };
}
