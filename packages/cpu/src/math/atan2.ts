/**
 * The angle of the point (x, y), y first: that of (|x|, |y|) as in atan.ts, π less it where x is negative, with the sign of y; relative error below 2^-49. Special values are those
 * of IEEE 754: an infinite operand is taken for the largest number, beside which none of float32 counts, and the angle of (0, 0) is 0.
 */
import type { Bundle, Simd } from "../emit/index.js";
import { HALF_PI } from "./asin.js";
import { angle } from "./atan.js";

export function atan2(d: Simd, y: Bundle, x: Bundle): Bundle {
  const a = d.pmin(d.abs(y), Number.MAX_VALUE);
  const b = d.pmin(d.abs(x), Number.MAX_VALUE);
  const first = d.andnot(angle(d, a, b), d.eq(d.add(a, b), 0));
  return d.or(d.where(d.sub(2 * HALF_PI, first), first, isNegative(d, x)), d.and(y, -0));
}

/** −0 is. */
export const isNegative = (d: Simd, x: Bundle): Bundle => d.lt(d.or(d.and(x, -0), 1), 0);
