/**
 * Division and square root of single float32 values, correctly rounded whatever the adapter's own are worth: the remainder of a quotient that
 * is within one ulp is a float32, and says on which side of the midpoint the exact one lies. Subnormals in and out by bits.
 */
import { exactWords } from "./exact.js";
import type { Float, Machine } from "./machine.js";
import { pairArithmetic } from "./pair.js";
import { NOT_A_NUMBER, scaled, scaledNumbers } from "./scaled.js";

export function roundedWords(m: Machine) {
  const { add, sub, mul, reciprocal, squareRoot, less, lessEqual, select, selectInt } = m;
  const { toBits, fromBits, bitAnd, bitXor, shiftRight, minus } = m;
  const { twoProduct } = pairArithmetic(m);
  const { absF, isNegative } = exactWords(m);
  const { powerOf2, isZero, signOfProduct, whereS, quotientOf, fToS, roundS } = scaledNumbers(m);

  const divF = (x: Float, y: Float): Float => {
    const p = fToS(x);
    const q = fToS(y);
    const b = absF(q.h);
    const low = less(absF(p.h), b);
    const a = mul(absF(p.h), select(low, 2, 1)); // a/b in [1, 2)
    const r = reciprocal(b);
    const seed = mul(a, r);
    const near = add(seed, mul(remainder(a, seed, b), r));
    const rest = remainder(a, near, b);
    const step = stepTo(rest, mul(b, ULP / 2));
    const signed = (h: Float): Float => fromBits(bitXor(toBits(h), signOfProduct(p, q)));
    const k = minus(minus(p.k, q.k), selectInt(low, 1, 0));
    return roundS(quotientOf(p, q, scaled(signed(add(near, step)), signed(sub(rest, mul(step, b))), k))); // of what is left, the sign is enough
  };

  const sqrtF = (x: Float): Float => {
    const p = fToS(x);
    const odd = bitAnd(p.k, 1);
    const a = mul(p.h, powerOf2(odd)); // its root is in [1, 2)
    const seed = squareRoot(a);
    const near = add(seed, mul(mul(0.5, remainder(a, seed, seed)), reciprocal(seed)));
    const root = scaled(add(near, stepTo(remainder(a, near, near), mul(near, ULP))), 0, shiftRight(minus(p.k, odd), 1));
    return roundS(whereS(isZero(p), p, whereS(isNegative(x), NOT_A_NUMBER, root)));
  };

  /** a − q·b, exact where q is within an ulp of a/b. */
  const remainder = (a: Float, q: Float, b: Float): Float => {
    const p = twoProduct(q, b);
    return sub(sub(a, p.h), p.l);
  };
  /** One ulp up where the remainder is beyond the upper midpoint, one down where it is beyond the lower. */
  const stepTo = (rest: Float, midpoint: Float): Float => select(less(midpoint, rest), ULP, select(lessEqual(rest, mul(-1, midpoint)), -ULP, 0));
  return { divF, sqrtF };
}

/** Of numbers in [1, 2). */
const ULP = 2 ** -23;
