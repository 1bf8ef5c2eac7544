/**
 * log₁₀ x for float64 results: log x·log₁₀e, both and their product in two parts, rounded once. Error below 0.51 ulp. log10 ±0 = −∞, of a negative number
 * NaN. Worst of 300,000 0.5001 at 0.7099536622045428 (0x3fe6b7f0be1b0194), by conformance/scripts/words64.ts.
 */
import type { Bundle, Simd } from "../../emit/index.js";
import { positive, settle } from "../log.js";
import { logOfPair } from "./logPair.js";
import { product } from "./pair.js";

/** scripts/exponential.py. */
const LOG10E = [0.4342944819032518, 1.098319650216765e-17] as const;

export function log10(d: Simd, x: Bundle): Bundle {
  const { e, F } = positive(d, x);
  const l = logOfPair(d, e, { h: F, l: d.splat(d.lanes.const(0)) });
  return settle(d, product(d, l, { h: d.splat(d.lanes.const(LOG10E[0])), l: d.splat(d.lanes.const(LOG10E[1])) }).h, x, 0);
}
