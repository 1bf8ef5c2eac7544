/**
 * log₁₀ x = log x·log₁₀e, as in log.ts: relative error below 2^-47. log10 0 = −∞, of a negative number NaN.
 * Worst of all float32 inputs: 0.500000 ulp at 0x0a4d4ce8.
 */
import type { Bundle, Simd } from "../emit/index.js";
import { logOf, positive, settle } from "./log.js";

export const LOG10E = 0.4342944819032518;

export function log10(d: Simd, x: Bundle): Bundle {
  const { e, F } = positive(d, x);
  return settle(d, d.mul(logOf(d, e, F), LOG10E), x, 0);
}
