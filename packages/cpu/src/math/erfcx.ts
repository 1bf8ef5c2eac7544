/**
 * e^(x²)·erfc(x): for x ≥ 0 it is P(s)/(1 + 2x) with s = (x − 4)/(x + 4), which is in [−1, 1]; for x < 0 it is 2e^(x²) − erfcx(−x), where nothing
 * cancels by more than half. Relative error below 2^-44: 2^-45.7 from the polynomial, which is at least 1, 2^-48 from the exponential, whose
 * argument is held to 707: past it the result rounds to float32's ∞. erfcx(∞) = 0. Coefficients: scripts/erf.py, "erfcx".
 */
import type { Bundle, Simd } from "../emit/index.js";
import { LOG2E, ROUND } from "./exp.js";
import { EXPREL, LN2_HIGH, LN2_LOW } from "./expm1.js";

const SCALED = [
  1.2329951186255657, -0.13962111684033546, 0.015379652099874467, 0.0680970542388759, -0.10103906594209783, 0.09373283532452138, -0.06633036706554561,
  0.03716751243568206, -0.01619772557638236, 0.005031986299073851, -0.0007578063987739423, -0.00019930874609510606, 0.0001507010345930893,
  -2.429397319430701e-5, -1.134160191361628e-5, 5.5729939185037585e-6, 4.060007263420798e-7, -7.130759686937701e-7, 1.2371727298920879e-8,
  5.489127815166151e-8,
];

/** erfcx(a) for a ≥ 0. */
export function scaledTail(d: Simd, a: Bundle): Bundle {
  // (a − 4)/(a + 4), which is 1 at ∞.
  const s = d.sub(1, d.div(8, d.add(a, 4)));
  return d.div(d.polynomial(s, SCALED), d.add(d.add(a, a), 1));
}

/** e^y, y held to ±707; relative error below 2^-48. */
export function power(d: Simd, y: Bundle): Bundle {
  const held = d.pmin(d.pmax(y, -707), 707);
  const t = d.add(d.mul(held, LOG2E), ROUND);
  const n = d.sub(t, ROUND);
  const r = d.sub(d.sub(held, d.mul(n, LN2_HIGH)), d.mul(n, LN2_LOW));
  return d.addBits(d.add(d.mul(r, d.polynomial(r, EXPREL)), 1), d.shl(t, 52));
}

export function erfcx(d: Simd, x: Bundle): Bundle {
  const y = scaledTail(d, d.abs(x));
  const e = power(d, d.mul(x, x));
  return d.where(d.sub(d.add(e, e), y), y, d.lt(x, 0));
}
