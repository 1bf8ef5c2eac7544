/** Two floats: h + l with |l| at most half an ulp of h, 48 bits. On a GPU every result here passes a barrier. */
import type { F, Float, Machine } from "./machine.js";

export interface Pair {
  readonly h: Float;
  readonly l: Float;
}

export function pairArithmetic({ add, sub, mul, reciprocal, toBits, fromBits, bitAnd }: Machine) {
  /** a + b exactly. */
  const twoSum = (a: F, b: F): Pair => {
    const h = add(a, b);
    const v = sub(h, a);
    return { h, l: add(sub(a, sub(h, v)), sub(b, v)) };
  };
  /** a + b exactly, where |a| ≥ |b| or a is 0. */
  const quickSum = (a: F, b: F): Pair => {
    const h = add(a, b);
    return { h, l: sub(b, sub(h, a)) };
  };
  /** a·b exactly, where nothing in it is below 2⁻¹²⁶. */
  const twoProduct = (a: F, b: F): Pair => {
    const h = mul(a, b);
    const a1 = upper(a);
    const b1 = upper(b);
    const a2 = sub(a, a1);
    const b2 = sub(b, b1);
    return { h, l: add(add(add(sub(mul(a1, b1), h), mul(a1, b2)), mul(a2, b1)), mul(a2, b2)) };
  };
  /** To 2⁻⁴⁴ of the result, whatever cancels. */
  const sum = (a: Pair, b: Pair): Pair => {
    const s = twoSum(a.h, b.h);
    const t = twoSum(a.l, b.l);
    const v = quickSum(s.h, add(s.l, t.h));
    return quickSum(v.h, add(t.l, v.l));
  };
  /** To 2⁻⁴³. */
  const product = (a: Pair, b: Pair): Pair => {
    const p = twoProduct(a.h, b.h);
    return quickSum(p.h, add(p.l, add(mul(a.h, b.l), mul(a.l, b.h))));
  };
  /** To 2⁻⁴⁰, with a reciprocal that is up to 3 ulps off. */
  const quotient = (a: Pair, b: Pair): Pair => {
    const r = reciprocal(b.h);
    const q = mul(a.h, r);
    const p = twoProduct(q, b.h);
    const rest = add(sub(sub(a.h, p.h), p.l), sub(a.l, mul(q, b.l))); // a.h − p.h is exact: they are a few ulps apart
    return quickSum(q, mul(rest, r));
  };
  /** x to 12 bits, towards zero: products of such halves are exact, contracted or not. */
  const upper = (x: F): Float => fromBits(bitAnd(toBits(x), 0xfffff000 | 0));
  return { twoSum, quickSum, twoProduct, sum, product, quotient };
}
