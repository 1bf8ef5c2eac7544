/**
 * 1 − erf x: for x ≥ 0 it is e^(−x²)·erfcx(x), for x < 0 it is 2 − erfc(−x). Relative error below 2^-42 down to e^-707, where float32 has only 0,
 * as it is of erfcx.ts; x² of a float32 number is exact. erfc(∞) = 0, erfc(−∞) = 2. Worst of all float32 inputs: 0.500001 ulp at 0x32e2dff1.
 */
import type { Bundle, Simd } from "../emit/index.js";
import { LOG2E } from "./exp.js";
import { power, scaledTail } from "./erfcx.js";

export function erfc(d: Simd, x: Bundle): Bundle {
  // −1020 is −707·log₂e.
  const y = d.mul(power(d, d.pmax(d.mul(d.mul(x, x), -LOG2E), -1020)), scaledTail(d, d.abs(x)));
  return d.where(d.sub(2, y), y, d.lt(x, 0));
}
