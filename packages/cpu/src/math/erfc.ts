/**
 * 1 − erf x: for x ≥ 0 it is e^(−x²)·erfcx(x), for x < 0 it is 2 − erfc(−x). Relative error below 2^-44 down to e^-707, where float32 has only 0,
 * as it is of erfcx.ts; x² of a float32 number is exact. erfc(∞) = 0, erfc(−∞) = 2.
 */
import type { Bundle, Simd } from "../emit/index.js";
import { power, scaledTail } from "./erfcx.js";

/** erfc(a) for a ≥ 0. */
export const tail = (d: Simd, a: Bundle): Bundle => d.mul(power(d, d.neg(d.mul(a, a))), scaledTail(d, a));

export function erfc(d: Simd, x: Bundle): Bundle {
  const y = tail(d, d.abs(x));
  return d.where(d.sub(2, y), y, d.lt(x, 0));
}
