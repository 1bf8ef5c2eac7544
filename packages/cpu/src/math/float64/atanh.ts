/**
 * atanh x for float64 results: log1p(2a/(1 − a))/2 with a = |x|, all in two parts, with the sign of x; below 2^-28 x itself. Rounded once: error below
 * 0.52 ulp. atanh(±0) = ±0, atanh(±1) = ±∞, NaN beyond. Worst of 300,000 0.5001 at 0.18155773097868488 (0x3fc73d48a271d870), by conformance/scripts/words64.ts.
 */
import type { Bundle, Simd } from "../../emit/index.js";
import { log1pOfPair } from "./logPair.js";
import { quotient, twoSum } from "./pair.js";

export function atanh(d: Simd, x: Bundle): Bundle {
  const a = d.abs(x);
  const zero = d.splat(d.lanes.const(0));
  const u = quotient(d, { h: d.add(a, a), l: zero }, twoSum(d, 1, d.neg(a)));
  const y = d.mul(log1pOfPair(d, u, zero).h, 0.5);
  const inside = d.where(y, a, d.le(2 ** -28, a));
  return d.or(d.or(d.where(inside, Infinity, d.lt(a, 1)), d.not(d.le(a, 1))), d.and(x, -0));
}
