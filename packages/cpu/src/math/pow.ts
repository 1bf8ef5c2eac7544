/**
 * x^y = e^(y·log|x|), with a logarithm and an exponential of float64 degree: where float32 has the result |y·log|x|| is below 104, and 1.4·2^-53 of it is
 * 2^-45.8, so the relative error is below 2^-45. Special values are those of IEEE 754: `settle`.
 */
import type { Bundle, Simd } from "../emit/index.js";
import { parts } from "./float64/expm1.js";
import { logOf } from "./float64/log.js";
import { positive, settle as settleLog } from "./log.js";

/** y for exponents: what is beyond has the same power of everything but ±1. */
export const held = (d: Simd, y: Bundle): Bundle => d.pmin(d.pmax(y, -(2 ** 70)), 2 ** 70);

export function pow(d: Simd, x: Bundle, y: Bundle): Bundle {
  const size = d.abs(x);
  const { e, F } = positive(d, size);
  const exponent = d.mul(held(d, y), settleLog(d, logOf(d, e, F), size, 0));
  // Beyond −746 and 710 it is 0 and ∞ in float64 too, since a body may multiply by it.
  const { power, half, other } = parts(d, d.pmin(d.pmax(exponent, -746), 710));
  return settle(d, d.mul(d.mul(d.add(power.h, power.l), d.addBits(1, half)), d.addBits(1, other)), x, y);
}

/** From |x|^y: the sign of an odd power, NaN for a negative number to one that is not whole, and 1 of 1 or to the power of 0, whatever the other is. */
export function settle(d: Simd, power: Bundle, x: Bundle, y: Bundle): Bundle {
  const size = d.abs(y);
  const half = d.mul(size, 0.5);
  const whole = isWhole(d, size);
  const odd = d.andnot(whole, isWhole(d, half));
  const undefinedPower = d.andnot(d.and(d.lt(x, 0), d.lt(-Infinity, x)), whole);
  const y1 = d.or(d.or(power, undefinedPower), d.and(d.and(x, -0), odd));
  return d.where(1, y1, d.or(d.eq(x, 1), d.eq(y, 0)));
}

/** Of y ≥ 0: from 2⁵² on every number is whole; below, adding 2⁵² rounds to one. */
const isWhole = (d: Simd, y: Bundle): Bundle => d.or(d.le(2 ** 52, y), d.eq(d.sub(d.add(y, 2 ** 52), 2 ** 52), y));
