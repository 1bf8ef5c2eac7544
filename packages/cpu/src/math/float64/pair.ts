/** Unevaluated sums of two float64: what words at float64 degree carry beyond the last bit until they round once. There is no fused product here. */
import type { Bundle, Operand, Simd } from "../../emit/index.js";

export interface Pair {
  readonly h: Bundle;
  readonly l: Bundle;
}

/** a + b exactly, where |a| ≥ |b| or a is 0 (or where what is lost in b is of no account). */
export function quickSum(d: Simd, a: Operand, b: Operand): Pair {
  const h = d.add(a, b);
  return { h, l: d.sub(b, d.sub(h, a)) };
}

/** a + b exactly. */
export function twoSum(d: Simd, a: Operand, b: Operand): Pair {
  const h = d.add(a, b);
  const v = d.sub(h, a);
  return { h, l: d.add(d.sub(a, d.sub(h, v)), d.sub(b, v)) };
}

/** The sum of two pairs, of which the first is the greater or both are 0, rounded. */
export function total(d: Simd, a: { readonly h: Operand; readonly l: Operand }, b: Pair): Bundle {
  const sum = twoSum(d, a.h, b.h);
  return d.add(sum.h, d.add(sum.l, d.add(a.l, b.l)));
}

/** Clears the lower 27 bits of a significand: products of what stays are exact. */
export const UPPER = -0x8000000n;
export const upper = (d: Simd, x: Bundle, mask = d.bits(UPPER)): Bundle => d.and(x, mask);

/** a·b exactly up to 2^-105 of it, for factors of which no product of parts leaves the range. */
export function twoProduct(d: Simd, a: Bundle, b: Bundle, mask = d.bits(UPPER)): Pair {
  const h = d.mul(a, b);
  const a1 = upper(d, a, mask);
  const b1 = upper(d, b, mask);
  const a2 = d.sub(a, a1);
  const b2 = d.sub(b, b1);
  return { h, l: d.add(d.add(d.add(d.sub(d.mul(a1, b1), h), d.mul(a1, b2)), d.mul(a2, b1)), d.mul(a2, b2)) };
}

/** To 2^-102. */
export function product(d: Simd, a: Pair, b: Pair, mask = d.bits(UPPER)): Pair {
  const p = twoProduct(d, a.h, b.h, mask);
  return quickSum(d, p.h, d.add(p.l, d.add(d.mul(a.h, b.l), d.mul(a.l, b.h))));
}

/** To 2^-102 of the larger. */
export function sum(d: Simd, a: Pair, b: Pair): Pair {
  const s = twoSum(d, a.h, b.h);
  return quickSum(d, s.h, d.add(s.l, d.add(a.l, b.l)));
}

/** To 2^-100; of 0 it is 0. */
export function root(d: Simd, a: Pair): Pair {
  const h = d.sqrt(a.h);
  const p = twoProduct(d, h, h);
  const rest = d.add(d.sub(d.sub(a.h, p.h), p.l), a.l);
  return quickSum(d, h, d.andnot(d.div(rest, d.add(h, h)), d.eq(h, 0)));
}

/** To 2^-100: the remainder of the quotient of the leading parts is exact. */
export function quotient(d: Simd, a: Pair, b: Pair): Pair {
  const q = d.div(a.h, b.h);
  const p = twoProduct(d, q, b.h);
  const rest = d.add(d.sub(d.sub(a.h, p.h), p.l), d.sub(a.l, d.mul(q, b.l)));
  return quickSum(d, q, d.div(rest, b.h));
}
