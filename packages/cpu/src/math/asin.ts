/**
 * asin x = s + s³·p(s²) for |x| ≤ ½ with s = |x|, and π/2 − 2·asin s above, s = √((1 − |x|)/2). Relative error below 2^-46. asin ±0 = ±0, asin ±1 = ±π/2, NaN beyond.
 * Coefficients: scripts/inverse-trigonometric.py, "asin". Worst of all float32 inputs: 0.500000 ulp at 0x3d09bf86.
 */
import type { Bundle, Simd } from "../emit/index.js";

export const HALF_PI = 1.5707963267948966;
const ASIN = [
  0.16666666666438198, 0.07500000043465316, 0.04464282855787493, 0.030382872517357325, 0.022354927535977214, 0.01754917805018571, 0.01255093840061433,
  0.017933815948330836, -0.007344139156878046, 0.03154010933338762,
];

/** asin s, and where s is not |x|. */
export function arcsine(d: Simd, x: Bundle): { y: Bundle; far: Bundle } {
  const a = d.abs(x);
  const far = d.lt(0.5, a);
  const half = d.mul(d.sub(1, a), 0.5);
  const s = d.where(d.sqrt(half), a, far);
  const z = d.where(half, d.mul(a, a), far);
  return { y: d.add(s, d.mul(d.mul(s, z), d.polynomial(z, ASIN))), far };
}

export function asin(d: Simd, x: Bundle): Bundle {
  const { y, far } = arcsine(d, x);
  return d.or(d.where(d.sub(HALF_PI, d.mul(y, 2)), y, far), d.and(x, -0));
}
