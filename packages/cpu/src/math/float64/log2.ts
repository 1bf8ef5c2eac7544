/**
 * log₂ x for float64 results: e + log m·log₂e with x = 2^e·m as in ../log.ts, the logarithm and the product in two parts, rounded once.
 * Error below 0.51 ulp. Whole results are exact; log2 ±0 = −∞, of a negative number NaN. Worst of 300,000 0.5001 at 0.7092532910543833 (0x3fe6b233f5351615), by
 * conformance/scripts/words64.ts.
 */
import type { Bundle, Simd } from "../../emit/index.js";
import { positive, settle } from "../log.js";
import { logOfPair } from "./logPair.js";
import { product, twoSum } from "./pair.js";

/** scripts/exponential.py. */
const LOG2E = [1.4426950408889634, 2.0355273740931033e-17] as const;

export function log2(d: Simd, x: Bundle): Bundle {
  const { e, F } = positive(d, x);
  const zero = d.splat(d.lanes.const(0));
  const near = product(d, logOfPair(d, zero, { h: F, l: zero }), { h: d.splat(d.lanes.const(LOG2E[0])), l: d.splat(d.lanes.const(LOG2E[1])) });
  const y = twoSum(d, e, near.h);
  return settle(d, d.add(y.h, d.add(y.l, near.l)), x, 0);
}
