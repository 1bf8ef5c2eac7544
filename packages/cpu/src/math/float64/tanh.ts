/**
 * tanh x for float64 results: −t/(t + 2) with t = e^−2|x| − 1 in two parts, and their quotient with its remainder, rounded once.
 * Error below 0.6 ulp: ½ from the rounding, and 2^-57 from t, at most doubled. tanh(±0) = ±0. Worst of 12 million 0.5437 at -0.17033203006461783 (0xbfc5cd70a14b5e88), by
 * conformance/scripts/words64.ts.
 */
import type { Bundle, Simd } from "../../emit/index.js";
import { parts } from "./expm1.js";
import { quickSum, quotient } from "./pair.js";

export function tanh(d: Simd, x: Bundle): Bundle {
  // From 20 on, 1 − tanh x is below 2^-56.
  const { n, half, other, near, power } = parts(d, d.pmax(d.mul(d.abs(x), -2), -40));
  const scale = d.mul(d.addBits(1, half), d.addBits(1, other));
  const far = quickSum(d, -1, d.mul(power.h, scale));
  const small = d.eq(n, 0);
  const { h, l } = quickSum(d, d.where(near.h, far.h, small), d.where(near.l, d.add(far.l, d.mul(power.l, scale)), small));
  const above = quickSum(d, 2, h);
  const y = quotient(d, { h: d.neg(h), l: d.neg(l) }, { h: above.h, l: d.add(above.l, l) }).h;
  return d.or(y, d.and(x, -0));
}
