/**
 * log₂ x = e + log m·log₂e with x = 2^e·m as in log.ts; the two never cancel by more than half. Relative error below 2^-47; whole results are exact.
 * log2 0 = −∞, of a negative number NaN. Worst of all float32 inputs: 0.500000 ulp at 0x3ea07ab9.
 */
import type { Bundle, Simd } from "../emit/index.js";
import { LOG2E } from "./exp.js";
import { missing, positive, settle } from "./log.js";

export function log2(d: Simd, x: Bundle): Bundle {
  const { e, F } = positive(d, x);
  return settle(d, d.add(e, d.mul(d.sub(F, missing(d, F)), LOG2E)), x, 0);
}
