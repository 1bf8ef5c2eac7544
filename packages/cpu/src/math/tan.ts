/**
 * tan x = tan r or −1/tan r with x = n·π/2 + r, |r| ≤ π/4 (and 2^-30 of it), as r·p(r²)/q(r²) or its negative inverse. The relative error of r is as in sin.ts, that of the
 * polynomials 2^-47. tan ±0 = ±0, tan ±∞ = NaN. Coefficients: scripts/trigonometric.py, "tan sine", "tan cosine".
 * Worst of all float32 inputs: 0.500000 ulp at 0x46242b88.
 */
import type { Bundle, Simd } from "../emit/index.js";
import { remainder } from "./sin.js";

const SINE = [1, -0.1666666666663161, 0.00833333332527419, -0.00019841263824146383, 2.755535798464835e-6, -2.476166789938071e-8];
const COSINE = [
  1.0, -0.4999999999999941, 0.04166666666648775, -0.001388888887058422, 2.4801578646711664e-5, -2.755524198805861e-7, 2.06306115507726e-9,
];

export function tan(d: Simd, x: Bundle): Bundle {
  const { whole, r } = remainder(d, x, 0.5, 0);
  const z = d.mul(r, r);
  const sine = d.mul(r, d.polynomial(z, SINE));
  const cosine = d.polynomial(z, COSINE);
  const odd = d.subBits(d.bits(0n), d.and(whole, d.bits(1n)));
  return d.div(d.where(d.neg(cosine), sine, odd), d.where(sine, cosine, odd));
}
