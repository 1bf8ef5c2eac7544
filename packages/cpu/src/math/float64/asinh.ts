/**
 * asinh x for float64 results: log1p(a + a²/(1 + √(1 + a²))) with a = |x|, all in two parts, with the sign of x; from 2^60 on log(2a); below 2^-28 x itself.
 * Rounded once: error below 0.51 ulp. asinh(±0) = ±0. Worst of 300,000 0.5001 at 1344409693176569600 (0x43b2a84d7e32619f), by conformance/scripts/words64.ts.
 */
import type { Bundle, Simd } from "../../emit/index.js";
import { LARGE } from "../asinh.js";
import { log1pOfPair } from "./logPair.js";
import { quickSum, quotient, root, sum, twoProduct, twoSum } from "./pair.js";

export function asinh(d: Simd, x: Bundle): Bundle {
  const a = d.abs(x);
  const large = d.lt(LARGE, a);
  const held = d.pmin(a, LARGE);
  const square = twoProduct(d, held, held);
  const above = twoSum(d, square.h, 1);
  const r = root(d, { h: above.h, l: d.add(above.l, square.l) });
  const below = quickSum(d, r.h, 1);
  const more = quotient(d, square, { h: below.h, l: d.add(below.l, r.l) });
  const u = sum(d, { h: held, l: d.sub(held, held) }, more);
  const y = log1pOfPair(d, { h: d.where(d.pmin(a, Number.MAX_VALUE), u.h, large), l: d.andnot(u.l, large) }, d.and(large, 1)).h;
  const finite = d.where(y, a, d.and(d.le(2 ** -28, a), d.lt(a, Infinity)));
  return d.or(finite, d.and(x, -0));
}
