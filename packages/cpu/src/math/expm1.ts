/**
 * e^x − 1 = p·2ⁿ + (2ⁿ − 1) with p = e^r − 1, x = n·ln 2 + r, |r| ≤ ½ ln 2. Relative error below 2^-48: where n = 0 the result is p, so nothing
 * cancels, and elsewhere it is above 0.29. Arguments are held to ±700, past which the result rounds to −1 or float32's ∞. expm1(±0) = ±0.
 * Coefficients: scripts/coefficients.py, "expm1". Worst of all float32 inputs: 0.500000 ulp at 0xbdb4065d.
 */
import type { Bundle, Operand, Simd } from "../emit/index.js";
import { LOG2E, ROUND } from "./exp.js";

/** ln 2 to 42 bits, so that n·LN2_HIGH is exact for |n| < 2¹¹; and the rest of it. */
export const LN2_HIGH = 0.6931471805598903;
export const LN2_LOW = 5.497923018708371e-14;
export const EXPREL = [
  1, 0.5000000000000016, 0.16666666666610283, 0.04166666666648058, 0.008333333371438581, 0.0013888888957684683, 0.0001984118447858305,
  0.0000248014781553117, 0.0000027635603207437476, 2.763559632047583e-7,
];

export function expm1(d: Simd, x: Operand): Bundle {
  const y = d.pmin(d.pmax(x, -700), 700);
  const t = d.add(d.mul(y, LOG2E), ROUND);
  const n = d.sub(t, ROUND);
  const r = d.sub(d.sub(y, d.mul(n, LN2_HIGH)), d.mul(n, LN2_LOW));
  const p = d.mul(r, d.polynomial(r, EXPREL));
  const power = d.addBits(1, d.shl(t, 52));
  // The sum turns −0 into 0; the result has the sign of x always.
  return d.or(d.add(d.mul(p, power), d.sub(power, 1)), d.and(x, -0));
}
