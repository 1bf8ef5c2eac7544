/**
 * acos x = π/2 − asin x for |x| ≤ ½; above 2·asin s and below π − 2·asin s, with s as in asin.ts. acos 1 = 0, NaN beyond ±1.
 * Worst of all float32 inputs: 0.500000 ulp at 0x328885a3.
 */
import type { Bundle, Simd } from "../emit/index.js";
import { arcsine, HALF_PI } from "./asin.js";

export function acos(d: Simd, x: Bundle): Bundle {
  const { y, far } = arcsine(d, x);
  const negative = d.lt(x, 0);
  const twice = d.mul(y, 2);
  const beyond = d.where(d.sub(2 * HALF_PI, twice), twice, negative);
  return d.where(beyond, d.sub(HALF_PI, d.or(y, d.and(x, -0))), far);
}
