/**
 * 2^x as in exp.ts, without the product before: relative error below 2^-40.16. Whole powers are exact; below 2^-1020 the result is 0, above 2^1020 it is ∞,
 * since a body may multiply by it. NaN stays. Worst of all float32 inputs: 0.500013 ulp at 0xbdc6e4f4.
 */
import type { Bundle, Simd } from "../emit/index.js";
import { power } from "./exp.js";

export function exp2(d: Simd, x: Bundle): Bundle {
  // Both of an x that is held are a power of two, whose bits become those of ∞.
  const y = d.or(power(d, x), d.and(d.lt(1020, x), Infinity));
  return d.andnot(y, d.lt(x, -1020));
}
