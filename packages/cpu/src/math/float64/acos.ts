/**
 * acos x for float64 results: π/2 − asin x for |x| ≤ ½, above 2·asin s, below π − 2·asin s (asin.ts), so error below 0.7 ulp. acos 1 = 0, NaN beyond ±1.
 * Worst of 300,000 0.5852 at 0.5446934048131283 (0x3fe16e20dd009de7), by conformance/scripts/words64.ts.
 */
import type { Bundle, Simd } from "../../emit/index.js";
import { arcsine, HALF_PI } from "./asin.js";
import { total } from "./pair.js";

export function acos(d: Simd, x: Bundle): Bundle {
  const { h, l, far } = arcsine(d, x);
  // c·π/2 + t·asin s, with t = ∓1 near 0, −2 below −½, and 2 and c = 0 above ½.
  const negative = d.lt(x, 0);
  const t = d.where(d.where(-2, 2, negative), d.where(1, -1, negative), far);
  const c = d.where(d.where(2, 0, negative), 1, far);
  return total(d, { h: d.mul(c, HALF_PI.h), l: d.mul(c, HALF_PI.l) }, { h: d.mul(t, h), l: d.mul(t, l) });
}
