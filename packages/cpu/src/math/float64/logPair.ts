/**
 * Logarithms in two parts, to 2^-64 of themselves: e·ln 2 + log(1 + F), with s = F/(2 + F) as 2s + s³·(2/3 + s²·q(s²)), all but q in two parts. q is below
 * 0.012, and s² times its roundings below 2^-65 of the sum; the polynomial's error is 2^-72. Coefficients: scripts/exponential.py, "log pair".
 */
import type { Bundle, Simd } from "../../emit/index.js";
import { LN2_HIGH, LN2_LOW } from "../expm1.js";
import { split } from "../log.js";
import { type Pair, product, quickSum, quotient, sum, twoSum } from "./pair.js";

const REST = [
  0.3999999999999998, 0.285714285714452, 0.22222222217513768, 0.1818181887316465, 0.1538455667320534, 0.1333632513049365, 0.11674660282636709,
  0.11990342681068344,
];
const TWO_THIRDS = { h: 0.6666666666666666, l: 3.700743415417188e-17 };

/** e·ln 2 + log(1 + F) for √½ ≤ 1 + F < √2. */
export function logOfPair(d: Simd, e: Bundle, F: Pair): Pair {
  const below = quickSum(d, 2, F.h);
  const s = quotient(d, F, { h: below.h, l: d.add(below.l, F.l) });
  const z = product(d, s, s);
  const rest = quickSum(d, TWO_THIRDS.h, d.mul(z.h, d.polynomial(z.h, REST)));
  const cubic = product(d, product(d, s, z), { h: rest.h, l: d.add(rest.l, TWO_THIRDS.l) });
  const near = quickSum(d, d.add(s.h, s.h), cubic.h);
  const tail = d.add(near.l, d.add(cubic.l, d.add(s.l, s.l)));
  // e·LN2_HIGH is exact.
  return sum(d, { h: d.mul(e, LN2_HIGH), l: d.mul(e, LN2_LOW) }, { h: near.h, l: tail });
}

/** log(1 + u) for u ≥ 0 finite: of the larger of 1 and u, and what the other adds. `more` is added to the exponent. */
export function log1pOfPair(d: Simd, u: Pair, more: Bundle): Pair {
  const v = twoSum(d, u.h, 1);
  const { m, e, shifted } = split(d, v.h);
  const small = d.mul(d.add(v.l, u.l), d.pmax(d.subBits(1, shifted), 0));
  const F = quickSum(d, d.sub(m, 1), small);
  // Where e is 0, 1 + F is 1 + u, whose small u has more digits than the sum.
  const near = d.eq(e, 0);
  return logOfPair(d, d.add(e, more), { h: d.where(u.h, F.h, near), l: d.where(u.l, F.l, near) });
}
