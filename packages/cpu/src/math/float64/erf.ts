/**
 * erf x for float64 results: x·P(x²) for |x| < ½, the first terms of the polynomial being pairs; 1 − erfc|x| elsewhere. erf(±0) = ±0.
 * erf(±∞) = ±1.
 * Error below 0.6 ulp: ½ from the last addition and 2^-56 of what is added. Below 2^-900 x is multiplied by 2^120 first, which a subnormal result
 * rounds again. Worst of 600,000 0.7125 at 1.429867337246134e-308 (0x000a48275f7a735a), by conformance/scripts/words64.ts. Coefficients: scripts/erf.py, "float64 erf".
 */
import type { Bundle, Simd } from "../../emit/index.js";
import { complement, tail } from "./erfc.js";
import { pairs, type Two } from "./pairs.js";

const FIRST: readonly Two[] = [
  [1.1283791670955126, 1.5335459013795328e-17],
  [-0.37612638903183754, 1.339258843727873e-17],
];
const REST = [
  0.11283791670955126, -0.026866170645131242, 0.005223977625441807, -0.0008548327023364011, 0.00012055332969236798, -1.4925649163230771e-5,
  1.6462038373394955e-6, -1.636264699758547e-7, 1.4721519609390153e-8, -1.0958620270404478e-9,
];
/** Below it halves of products would be subnormal. */
const TINY = 2 ** -900;

export function erf(d: Simd, x: Bundle): Bundle {
  const p = pairs(d);
  const a = d.abs(x);
  const tiny = d.lt(a, TINY);
  const multiple = d.where(d.mul(x, 2 ** 120), x, tiny);
  const quotient = p.polynomial(p.twoProduct(x, x), FIRST, REST);
  const near = p.twoProduct(multiple, quotient.h);
  const sum = d.add(near.h, d.add(near.l, d.mul(multiple, quotient.l)));
  const far = d.or(complement(d, 1, tail(d, a).product), d.and(x, -0));
  // The product of a zero is made of zeros of both signs.
  return d.or(d.where(d.where(d.mul(sum, 2 ** -120), sum, tiny), far, d.lt(a, 0.5)), d.and(x, -0));
}
