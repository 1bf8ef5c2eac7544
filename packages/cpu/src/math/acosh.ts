/**
 * acosh x = log1p(t + √(t·(t + 2))) with t = x − 1; from 2^60 on log1p(x) + ln 2. Nothing cancels: relative error below 2^-46. acosh 1 = 0, NaN below,
 * acosh ∞ = ∞. Worst of all float32 inputs: 0.500000 ulp at 0x5e68984e.
 */
import type { Bundle, Simd } from "../emit/index.js";
import { LARGE } from "./asinh.js";
import { log1p } from "./log1p.js";

export function acosh(d: Simd, x: Bundle): Bundle {
  const t = d.sub(x, 1);
  const large = d.lt(LARGE, x);
  const u = d.where(x, d.add(t, d.sqrt(d.mul(t, d.add(t, 2)))), large);
  const y = d.add(log1p(d, u, false), d.and(large, Math.LN2));
  // The mask, all ones, is a NaN.
  return d.or(y, d.lt(x, 1));
}
