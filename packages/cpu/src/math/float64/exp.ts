/**
 * e^x for float64 results: 2ⁿ·(1 + r + r²·q(r)) with x = n·ln 2 + r, |r| ≤ ½ ln 2, where 1 + r is taken with what it loses. e^0 is exactly 1.
 * Error below 0.73 ulp: ½ from the last addition, 0.07 from r, and 0.03 from each of the five roundings on the way to r²·q(r), which is at most
 * 0.07; 2^-64 from the polynomial. The product with 2ⁿ rounds again if the result is subnormal: below 0.87 ulp. Worst of 12 million 0.7755 at
 * -708.7582917241631 (0xc0862610fb4060dd), by conformance/scripts/words64.ts. Coefficients: scripts/coefficients.py, "float64 exp".
 */
import type { Bundle, Operand, Simd } from "../../emit/index.js";
import { LOG2E, ROUND } from "../exp.js";
import { LN2_HIGH, LN2_LOW } from "../expm1.js";

const SQUARE = [
  0.5, 0.16666666666666682, 0.041666666666666095, 0.008333333333317035, 0.0013888888889115622, 0.00019841269896382987, 0.000024801586926646243,
  0.000002755723486245561, 2.755758183458357e-7, 2.5112036721090363e-8, 2.0826631840585687e-9,
];

/**
 * y = n·ln 2 + high − low for y within ±2¹⁰, high exact and low at most 2^-33. And 2ⁿ as a product 2^half·2^other of which neither over- or
 * underflows, each as what is to be added to the bits of a number.
 */
export function reduce(d: Simd, y: Operand): { n: Bundle; high: Bundle; low: Bundle; half: Bundle; other: Bundle } {
  const t = d.add(d.mul(y, LOG2E), ROUND);
  const n = d.sub(t, ROUND);
  const halfway = d.add(d.mul(n, 0.5), ROUND);
  return {
    n,
    high: d.sub(y, d.mul(n, LN2_HIGH)),
    low: d.mul(n, LN2_LOW),
    half: d.shl(halfway, 52),
    other: d.shl(d.subBits(t, halfway), 52),
  };
}

export function exp(d: Simd, x: Operand): Bundle {
  // pmax and pmin give their first operand if it is NaN. e^-746 rounds to 0, e^710 to ∞.
  const { high, low, half, other } = reduce(d, d.pmin(d.pmax(x, -746), 710));
  const r = d.sub(high, low);
  const square = d.sub(d.mul(d.mul(r, r), d.polynomial(r, SQUARE)), low);
  const sum = d.add(high, 1);
  const lost = d.add(d.sub(1, sum), high);
  const y = d.add(sum, d.add(lost, square));
  // Multiplied, and not added to the exponent: a NaN may have low bits, and they would be shifted into it.
  return d.mul(d.mul(y, d.addBits(1, half)), d.addBits(1, other));
}
