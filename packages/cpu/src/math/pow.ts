/**
 * x^y = 2^(y·log₂|x|), by log2.ts and exp2.ts: where float32 has the result |y·log₂|x|| is below 150, and 2^-47 of it times ln 2 is 2^-40.3, so the relative error
 * is below 2^-39.2. Special values are those of IEEE 754: `settle`.
 */
import type { Bundle, Simd } from "../emit/index.js";
import { exp2 } from "./exp2.js";
import { log2 } from "./log2.js";
import { round } from "./whole.js";

/** y for exponents: what is beyond has the same power of everything but ±1. */
export const held = (d: Simd, y: Bundle): Bundle => d.pmin(d.pmax(y, -(2 ** 70)), 2 ** 70);

export const pow = (d: Simd, x: Bundle, y: Bundle): Bundle => settle(d, exp2(d, d.mul(held(d, y), log2(d, d.abs(x)))), x, y);

/** From |x|^y: the sign of an odd power, NaN for a negative number to one that is not whole, and 1 of 1 or to the power of 0, whatever the other is. */
export function settle(d: Simd, power: Bundle, x: Bundle, y: Bundle): Bundle {
  const whole = isWhole(d, y);
  const odd = d.andnot(whole, isWhole(d, d.mul(y, 0.5)));
  const undefinedPower = d.andnot(d.and(d.lt(x, 0), d.lt(-Infinity, x)), whole);
  const y1 = d.or(d.or(power, undefinedPower), d.and(d.and(x, -0), odd));
  return d.where(1, y1, d.or(d.eq(x, 1), d.eq(y, 0)));
}

const isWhole = (d: Simd, y: Bundle): Bundle => d.eq(round(d, y), y);
