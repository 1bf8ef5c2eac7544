/**
 * asin x for float64 results: x + x³·p(x²) for |x| ≤ ½, π/2 − 2·asin s above, s = √((1 − |x|)/2) with what the root loses.
 * Error below 0.7 ulp: ½ from the last addition, 0.2 from s³·p(s²), which is below 0.03. asin ±0 = ±0, NaN beyond ±1. Coefficients:
 * scripts/inverse-trigonometric.py, "float64 asin". Worst of 300,000 0.6050 at 0.5348746557347975 (0x3fe11db1743ae309), by conformance/scripts/words64.ts.
 */
import type { Bundle, Simd } from "../../emit/index.js";
import { type Pair, total, twoProduct } from "./pair.js";

export const HALF_PI = { h: 1.5707963267948966, l: 6.123233995736766e-17 };
const ASIN = [
  0.1666666666666666, 0.07500000000002544, 0.04464285713967646, 0.030381944645259843, 0.02237215158559007, 0.01735294555829158, 0.013961871377565434,
  0.011585983852491424, 0.009481995676275912, 0.010019081546397614, 0.0006513245775240875, 0.02489328742138105, -0.02623502228833715,
  0.03369264955157179,
];

/** asin s as a sum; s is |x|, or where that is `far` above ½ the root. */
export function arcsine(d: Simd, x: Bundle): Pair & { readonly far: Bundle } {
  const a = d.abs(x);
  const far = d.lt(0.5, a);
  const half = d.mul(d.sub(1, a), 0.5);
  const root = d.sqrt(half);
  const square = twoProduct(d, root, root);
  // Where the root is 0 nothing is lost, and 0 is not divided by.
  const lost = d.div(d.sub(d.sub(half, square.h), square.l), d.pmax(d.add(root, root), 1e-300));
  const s = d.where(root, a, far);
  const z = d.where(half, d.mul(a, a), far);
  return { h: s, l: d.add(d.and(lost, far), d.mul(d.mul(s, z), d.polynomial(z, ASIN))), far };
}

export function asin(d: Simd, x: Bundle): Bundle {
  const { h, l, far } = arcsine(d, x);
  const beyond = total(d, HALF_PI, { h: d.mul(h, -2), l: d.mul(l, -2) });
  return d.or(d.where(beyond, d.add(h, l), far), d.and(x, -0));
}
