/**
 * e^x = 2ⁿ·2^r with n + r = x·log₂e, |r| ≤ ½. Relative error below 2^-40: 2^-40.16 from the polynomial, at most 2^-43.4 from the product, which is
 * held to ±1020. So what lies outside float32 has a finite value here that rounds to 0 or ∞. e^0 is exactly 1, NaN stays NaN.
 * Coefficients: scripts/coefficients.py, "exp2". Worst of all float32 inputs: 0.500013 ulp at 0xbd759775.
 */
import type { Bundle, Operand, Simd } from "../emit/index.js";

/** 1.5·2⁵²: added, it rounds to an integer, which then stands in the low bits. */
export const ROUND = 6755399441055744;
export const LOG2E = 1.4426950408889634;
const EXP2 = [
  1, 0.6931471805482006, 0.2402265069811393, 0.05550410935329835, 0.009618128615514799, 0.0013333454792018714, 0.00015403825739863854,
  0.00001530917568234042, 0.0000013178906511809093,
];

export const exp = (d: Simd, x: Operand): Bundle => power(d, d.mul(x, LOG2E));

/** 2^x, of x held to ±1020. */
export function power(d: Simd, x: Operand): Bundle {
  // pmax and pmin give their first operand if it is NaN.
  const y = d.pmin(d.pmax(x, -1020), 1020);
  const t = d.add(y, ROUND);
  const r = d.sub(y, d.sub(t, ROUND));
  // n is added to the exponent. A NaN has no low bits that could be shifted into it.
  return d.addBits(d.polynomial(r, EXP2), d.shl(t, 52));
}
