/**
 * acosh x for float64 results: log1p(t + √(t·(t + 2))) with t = x − 1, all in two parts; from 2^60 on log(2x). Rounded once: error below 0.51 ulp.
 * acosh 1 = 0, NaN below, acosh ∞ = ∞. Worst of 300,000 0.5001 at 1344409693176569600 (0x43b2a84d7e32619f), by conformance/scripts/words64.ts.
 */
import type { Bundle, Simd } from "../../emit/index.js";
import { LARGE } from "../asinh.js";
import { log1pOfPair } from "./logPair.js";
import { product, root, sum, twoSum } from "./pair.js";

export function acosh(d: Simd, x: Bundle): Bundle {
  const large = d.lt(LARGE, x);
  const held = d.pmin(x, LARGE);
  const t = twoSum(d, held, -1);
  const next = twoSum(d, held, 1);
  const u = sum(d, t, root(d, product(d, t, next)));
  const y = log1pOfPair(d, { h: d.where(d.pmin(x, Number.MAX_VALUE), u.h, large), l: d.andnot(u.l, large) }, d.and(large, 1)).h;
  // The mask, all ones, is a NaN.
  return d.or(d.where(y, x, d.and(d.le(1, x), d.lt(x, Infinity))), d.lt(x, 1));
}
