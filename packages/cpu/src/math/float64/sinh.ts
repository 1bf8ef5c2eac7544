/**
 * sinh x for float64 results: (e^|x| − e^−|x|)/2 in two parts, with the sign of x; where |x| ≤ ½ ln 2, (t + t/(1 + t))/2 with t = e^|x| − 1. Rounded once:
 * error below 0.7 ulp, ½ and three times 2^-57 from the exponential. sinh(±0) = ±0. Worst of 300,000 0.5439 at 0.3694097360150577 (0x3fd7a468bbc08dfd), by
 * conformance/scripts/words64.ts.
 */
import type { Bundle, Simd } from "../../emit/index.js";
import { exponentials } from "./hyperbolic.js";
import { quickSum } from "./pair.js";

export function sinh(d: Simd, x: Bundle): Bundle {
  const { grown, shrunk, small, finish } = exponentials(d, x, true);
  const h = d.where(shrunk.h, d.neg(shrunk.h), small);
  const l = d.where(shrunk.l, d.neg(shrunk.l), small);
  const y = quickSum(d, grown.h, h);
  return d.or(finish(d.add(y.h, d.add(y.l, d.add(grown.l, l)))), d.and(x, -0));
}
