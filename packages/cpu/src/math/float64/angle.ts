/**
 * The angle of a point for float64 results, from the nearest of the angles 0, π/4 and π/2 as in ../atan.ts; the quotient is taken with what it loses.
 * Error below 0.7 ulp: ½ from the last addition, 0.2 from u³·p(u²), which is below 0.03. Coefficients: scripts/inverse-trigonometric.py, "float64 atan".
 */
import type { Bundle, Simd } from "../../emit/index.js";
import { type Pair, quotient, twoSum } from "./pair.js";

const QUARTER_PI = { h: 0.7853981633974483, l: 3.061616997868383e-17 };
/** tan(π/8). */
const EIGHTH = 0.41421356237309503;
const ATAN = [
  -0.33333333333333326, 0.19999999999997692, -0.14285714285390824, 0.11111111088352976, -0.09090908150843624, 0.07692282901415988,
  -0.06666228865671603, 0.0587704245086324, -0.05218537410211038, 0.045040907113202314, -0.03348706939983446, 0.015207975276589117,
];

/** Of (b, a), neither negative and not both 0 or infinite, as a sum. */
export function angle(d: Simd, a: Bundle, b: Bundle): Pair {
  const small = d.le(a, d.mul(b, EIGHTH));
  const large = d.le(b, d.mul(a, EIGHTH));
  const difference = twoSum(d, a, d.neg(b));
  const total = twoSum(d, a, b);
  const middle = d.not(d.or(small, large));
  const numerator = { h: d.where(a, d.where(d.neg(b), difference.h, large), small), l: d.and(difference.l, middle) };
  const denominator = { h: d.where(b, d.where(a, total.h, large), small), l: d.and(total.l, middle) };
  const u = quotient(d, numerator, denominator);
  const z = d.mul(u.h, u.h);
  const cube = d.add(d.mul(d.mul(u.h, z), d.polynomial(z, ATAN)), d.sub(u.l, d.mul(u.l, z)));
  const turns = d.or(d.and(middle, 1), d.and(large, 2));
  const sum = twoSum(d, d.mul(turns, QUARTER_PI.h), u.h);
  return { h: sum.h, l: d.add(d.add(sum.l, d.mul(turns, QUARTER_PI.l)), cube) };
}
