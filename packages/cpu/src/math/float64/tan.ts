/**
 * tan x for float64 results: sin r/cos r or −cos r/sin r with x = n·π/2 + r (quarter.ts), the two and their quotient taken with what they lose. tan ±0 = ±0, tan ±∞ = NaN.
 */
import type { Bundle, Simd } from "../../emit/index.js";
import { type Pair, quickSum, quotient } from "./pair.js";
import { cosineOf, isOdd, reduce, sineOf } from "./quarter.js";

export function tan(d: Simd, x: Bundle): Bundle {
  const r = reduce(d, x);
  const [sine, cosine] = [sineOf(d, r), cosineOf(d, r)].map(({ h, l }) => quickSum(d, h, l)) as [Pair, Pair];
  const odd = isOdd(d, r.whole);
  const either = (a: Pair, b: Pair): Pair => ({ h: d.where(a.h, b.h, odd), l: d.where(a.l, b.l, odd) });
  const { h, l } = quotient(d, either({ h: d.neg(cosine.h), l: d.neg(cosine.l) }, sine), either(sine, cosine));
  // Where x is so small that what the quotient leaves underflows, tan x is x.
  return d.where(x, d.add(h, l), d.lt(d.abs(x), 2 ** -300));
}
