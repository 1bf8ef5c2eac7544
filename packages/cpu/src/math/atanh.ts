/**
 * atanh x = log1p(2a/(1 − a))/2 with a = |x|, with the sign of x: relative error below 2^-46. atanh(±0) = ±0, atanh(±1) = ±∞, NaN beyond.
 * Worst of all float32 inputs: 0.500000 ulp at 0x3a71e7a1.
 */
import type { Bundle, Simd } from "../emit/index.js";
import { log1p } from "./log1p.js";

export function atanh(d: Simd, x: Bundle): Bundle {
  const a = d.abs(x);
  const y = log1p(d, d.div(d.add(a, a), d.sub(1, a)), false);
  return d.or(d.mul(y, 0.5), d.and(x, -0));
}
