/** Arithmetic on pairs with the lanes given once, and what longer sums of them need. Products keep all their bits where they are above 2^-960. */
import type { Bundle, Operand, Simd } from "../../emit/index.js";
import { type Pair, product, quickSum as quick, sum, twoProduct as two, twoSum as exact, UPPER } from "./pair.js";

export type { Pair };
/** A constant as two float64. */
export type Two = readonly [h: number, l: number];

export function pairs(d: Simd) {
  const mask = d.bits(UPPER);
  const quickSum = (a: Operand, b: Bundle): Pair => quick(d, a, b);
  const twoSum = (a: Operand, b: Operand): Pair => exact(d, a, b);
  const twoProduct = (a: Bundle, b: Bundle): Pair => two(d, a, b, mask);
  const add = (a: Pair, b: Pair): Pair => sum(d, a, b);
  const plus = ([h, l]: Two, b: Pair): Pair => {
    const s = twoSum(h, b.h);
    return quickSum(s.h, d.add(s.l, d.add(b.l, l)));
  };
  const mul = (a: Pair, b: Pair): Pair => product(d, a, b, mask);
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
