/**
 * cosh x = (e^|x| + e^−|x|)/2, the second by division. Relative error below 2^-40, that of exp; cosh(±0) = 1. Where e^|x| is held (exp.ts), the result
 * rounds to float32's ∞. NaN stays. Worst of all float32 inputs: 0.500012 ulp at 0x40dbeb2f.
 */
import type { Bundle, Simd } from "../emit/index.js";
import { exp } from "./exp.js";

export function cosh(d: Simd, x: Bundle): Bundle {
  const e = exp(d, d.abs(x));
  return d.mul(d.add(e, d.div(1, e)), 0.5);
}
