/**
 * atan x = base + atan u with u = (a − c)/(1 + a·c), a = |x|, for the nearest of the angles 0, π/4 and π/2, so that |u| ≤ tan(π/8), and atan u = u + u³·p(u²). Relative error
 * below 2^-49. atan ±0 = ±0, atan ±∞ = ±π/2. Coefficients: scripts/inverse-trigonometric.py, "atan". Worst of all float32 inputs: 0.500000 ulp at 0x3d8d6b23.
 */
import type { Bundle, Operand, Simd } from "../emit/index.js";

const QUARTER_PI = 0.7853981633974483;
/** tan(π/8). */
const EIGHTH = 0.41421356237309503;
const ATAN = [
  -0.3333333333326155, 0.1999999998295831, -0.1428571289054848, 0.11111054958026723, -0.09089624497174434, 0.07674413273909117, -0.06510798424794136,
  0.05039142948016334, -0.02549667035995011,
];

/** The angle between 0 and π/2 of a point whose coordinates a and b are not negative, and not both 0 or infinite. */
export function angle(d: Simd, a: Bundle, b: Operand): Bundle {
  const small = d.le(a, d.mul(EIGHTH, b));
  const large = d.le(b, d.mul(EIGHTH, a));
  const middle = d.not(d.or(small, large));
  const numerator = d.where(a, d.where(d.neg(b), d.sub(a, b), large), small);
  const denominator = d.where(b, d.where(a, d.add(a, b), large), small);
  const u = d.div(numerator, denominator);
  const z = d.mul(u, u);
  const y = d.add(u, d.mul(d.mul(u, z), d.polynomial(z, ATAN)));
  return d.add(y, d.or(d.and(middle, QUARTER_PI), d.and(large, 2 * QUARTER_PI)));
}

/** The result has the sign of x. */
export const atan = (d: Simd, x: Bundle): Bundle => d.or(angle(d, d.abs(x), 1), d.and(x, -0));
