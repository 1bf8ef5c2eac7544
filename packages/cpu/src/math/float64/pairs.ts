/**
 * Two float64 as one number h + l, |l| at most half an ulp of h: what a word rounds to float64 once, at its end. Products keep all their bits where
 * they are above 2^-960.
 */
import type { Bundle, Operand, Simd } from "../../emit/index.js";
import { UPPER } from "./pair.js";

export interface Pair {
  readonly h: Bundle;
  readonly l: Bundle;
}
/** A constant as two float64. */
export type Two = readonly [h: number, l: number];

export function pairs(d: Simd) {
  /** a + b exactly, where |a| ≥ |b|. */
  const quickSum = (a: Operand, b: Bundle): Pair => {
    const h = d.add(a, b);
    return { h, l: d.sub(b, d.sub(h, a)) };
  };
  /** a + b exactly. */
  const twoSum = (a: Operand, b: Operand): Pair => {
    const h = d.add(a, b);
    const v = d.sub(h, a);
    return { h, l: d.add(d.sub(a, d.sub(h, v)), d.sub(b, v)) };
  };
  const mask = d.bits(UPPER);
  /** a·b exactly but for the last bit of the product of the lower halves. */
  const twoProduct = (a: Bundle, b: Bundle): Pair => {
    const h = d.mul(a, b);
    const a1 = d.and(a, mask);
    const b1 = d.and(b, mask);
    const a2 = d.sub(a, a1);
    const b2 = d.sub(b, b1);
    return { h, l: d.add(d.add(d.add(d.sub(d.mul(a1, b1), h), d.mul(a1, b2)), d.mul(a2, b1)), d.mul(a2, b2)) };
  };
  /** To 2^-103 of the larger. */
  const add = (a: Pair, b: Pair): Pair => {
    const s = twoSum(a.h, b.h);
    return quickSum(s.h, d.add(s.l, d.add(a.l, b.l)));
  };
  const plus = ([h, l]: Two, b: Pair): Pair => {
    const s = twoSum(h, b.h);
    return quickSum(s.h, d.add(s.l, d.add(b.l, l)));
  };
  /** To 2^-102. */
  const mul = (a: Pair, b: Pair): Pair => {
    const p = twoProduct(a.h, b.h);
    return quickSum(p.h, d.add(p.l, d.add(d.mul(a.h, b.l), d.mul(a.l, b.h))));
  };
  /** To 2^-100. */
  const div = (a: Pair, b: Pair): Pair => {
    const q = d.div(a.h, b.h);
    const p = twoProduct(q, b.h);
    const rest = d.sub(d.add(d.sub(d.sub(a.h, p.h), p.l), a.l), d.mul(q, b.l));
    return quickSum(q, d.div(rest, b.h));
  };
  /** first[0] + x·(first[1] + … + x·(rest[0] + rest[1]·x + …)): `rest` in single float64. */
  const polynomial = (x: Pair, first: readonly Two[], rest: readonly number[]): Pair => {
    const last = d.mul(x.h, d.polynomial(x.h, rest));
    const { h, l } = twoSum(first.at(-1)![0], last);
    const inner = quickSum(h, d.add(l, first.at(-1)![1]));
    return first.slice(0, -1).reduceRight((sum, c) => plus(c, mul(x, sum)), inner);
  };
  const where = (yes: Pair, no: Pair, m: Bundle): Pair => ({ h: d.where(yes.h, no.h, m), l: d.where(yes.l, no.l, m) });
  const neg = (a: Pair): Pair => ({ h: d.neg(a.h), l: d.neg(a.l) });
  const scale = (a: Pair, by: Operand): Pair => ({ h: d.mul(a.h, by), l: d.mul(a.l, by) });
  return { quickSum, twoSum, twoProduct, add, plus, mul, div, polynomial, where, neg, scale };
}
