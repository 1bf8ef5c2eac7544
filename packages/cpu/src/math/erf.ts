/**
 * erf x: x·P(x²) for |x| < ½, 1 − erfc|x| with the sign of x elsewhere, where it is above ½. Relative error below 2^-44: 2^-50 from the polynomial,
 * 2^-44 of a tail that is at most 0.48 from erfc.ts. erf(±0) = ±0, erf(±∞) = ±1. Coefficients: scripts/erf.py, "erf".
 */
import type { Bundle, Simd } from "../emit/index.js";
import { tail } from "./erfc.js";

const NEAR = [
  1.128379167095512, -0.3761263890314843, 0.11283791667979833, -0.02686616968984191, 0.005223962548633878, -0.000854703246068145,
  0.00011993513781913105, -1.3373249354361223e-5,
];

export function erf(d: Simd, x: Bundle): Bundle {
  const a = d.abs(x);
  const near = d.mul(x, d.polynomial(d.mul(x, x), NEAR));
  const far = d.or(d.sub(1, tail(d, a)), d.and(x, -0));
  return d.where(near, far, d.lt(a, 0.5));
}
