/**
 * cosh x for float64 results: (e^|x| + e^−|x|)/2 in two parts, rounded once. Error below 0.6 ulp: ½ and 2^-57 from the exponential. Worst of 300,000
 * 0.5163 at -509.13274631590616 (0xc07fd21fba99d7b4), by conformance/scripts/words64.ts.
 */
import type { Bundle, Simd } from "../../emit/index.js";
import { exponentials } from "./hyperbolic.js";
import { quickSum } from "./pair.js";

export function cosh(d: Simd, x: Bundle): Bundle {
  const { grown, shrunk, finish } = exponentials(d, x, false);
  const y = quickSum(d, grown.h, shrunk.h);
  return finish(d.add(y.h, d.add(y.l, d.add(grown.l, shrunk.l))));
}
