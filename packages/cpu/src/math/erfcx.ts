/**
 * e^(x²)·erfc(x): for x ≥ 0 it is P(s)/(x + c) with s = (x − c)/(x + c) = 1 − 2c/(x + c), which is in [−1, 1], c = 3.75; for x < 0 it is
 * 2e^(x²) − erfcx(−x), where nothing cancels by more than half. Relative error below 2^-42: 2^-43.22 from the polynomial, 2^-45.80 from that of the
 * exponential, and 2^-43.4 at most from its argument, which is held to 1020·ln 2: past it the result rounds to float32's ∞. erfcx(∞) = 0.
 * Coefficients: scripts/erf.py, "erfcx" and "exp2". Worst of all float32 inputs: 0.500001 ulp at 0x43a0cd7d.
 */
import type { Bundle, Simd } from "../emit/index.js";
import { LOG2E, ROUND } from "./exp.js";

const SCALED = [
  1.0919229095627, -0.95874157665225, 0.73631892523644, -0.4904702912557, 0.27906204861418, -0.13195540019228, 0.04911878319405, -0.01253588899951,
  0.0009863131629, 0.00079486645071, -0.00034857072403, 1.047170882e-5, 3.733434054e-5, -8.69501554e-6, -3.1425224e-6, 1.43996254e-6, 1.9090966e-7,
  -1.3423304e-7,
];
const EXP2 = [
  1.000000000000013, 0.69314718055987, 0.2402265069565, 0.0555041086687, 0.0096181291921, 0.0013333557618, 0.0001540343495, 1.5252985e-5, 1.32594e-6,
  1.01503e-7,
];

/** erfcx(a) for a ≥ 0. */
export function scaledTail(d: Simd, a: Bundle): Bundle {
  const t = d.div(1, d.add(a, 3.75));
  return d.mul(t, d.polynomial(d.sub(1, d.mul(t, 7.5)), SCALED));
}

/** 2^y for |y| ≤ 1020. */
export function power(d: Simd, y: Bundle): Bundle {
  const t = d.add(y, ROUND);
  return d.addBits(d.polynomial(d.sub(y, d.sub(t, ROUND)), EXP2), d.shl(t, 52));
}

export function erfcx(d: Simd, x: Bundle): Bundle {
  const y = scaledTail(d, d.abs(x));
  const e = power(d, d.pmin(d.mul(d.mul(x, x), LOG2E), 1020));
  return d.where(d.sub(d.add(e, e), y), y, d.lt(x, 0));
}
