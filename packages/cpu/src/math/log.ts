/**
 * log x = e·ln 2 + log m with x = 2^e·m, √½ ≤ m < √2. With F = m − 1 (exact) and g = F/(m + 1), log m = F − g·(F − g²·Q(g²)). Relative error
 * below 2^-48: the leading term carries none, the polynomial's is 2^-58, and the two logarithms never cancel by more than half.
 * log 1 = 0, log 0 = −∞, log of a negative number is NaN. Coefficients: scripts/coefficients.py, "log".
 * Worst of all float32 inputs: 0.500000 ulp at 0x6f31a8ec.
 */
import { d2, get, i32, i4, v, type Bundle, type Simd } from "../emit/index.js";
import { LN2_HIGH, LN2_LOW } from "./expm1.js";

export const ATANH = [
  0.6666666666666735, 0.39999999999411323, 0.28571428743219035, 0.22222198479931496, 0.18183569554320153, 0.15313907612633218, 0.14797467055287014,
];
const SQRT_HALF = 0x3fe6a09e667f3bcdn;
const EXPONENT = -0x10000000000000n;
const HIGH_WORDS = [4, 5, 6, 7, 12, 13, 14, 15, 4, 5, 6, 7, 12, 13, 14, 15];

/** Of normal positive u: m, the exponent e as a number, and e where it stands in the bits. */
export function split(d: Simd, u: Bundle): { m: Bundle; e: Bundle; shifted: Bundle } {
  const offset = d.subBits(u, d.bits(SQRT_HALF));
  const shifted = d.and(offset, d.bits(EXPONENT));
  const e = d.map((j) => d2.fromI32(i4.shrS(v.shuffle(get(offset[j]!), get(offset[j]!), HIGH_WORDS), i32.const(20))));
  return { m: d.subBits(u, shifted), e, shifted };
}

/** e·ln 2 + log(1 + F), smallest terms first. */
export const logOf = (d: Simd, e: Bundle, F: Bundle): Bundle => d.add(d.mul(e, LN2_HIGH), d.add(F, d.sub(d.mul(e, LN2_LOW), missing(d, F))));

/** F − log(1 + F). */
export function missing(d: Simd, F: Bundle): Bundle {
  const g = d.div(F, d.add(F, 2));
  const z = d.mul(g, g);
  return d.mul(g, d.sub(F, d.mul(z, d.polynomial(z, ATANH))));
}

/** Of positive x, subnormal ones too: x = 2^e·(1 + F). Of any other, anything. */
export function positive(d: Simd, x: Bundle): { e: Bundle; F: Bundle } {
  const tiny = d.lt(x, 2 ** -1022);
  const { m, e } = split(d, d.where(d.mul(x, 2 ** 54), x, tiny));
  return { e: d.sub(e, d.and(tiny, 54)), F: d.sub(m, 1) };
}

/** y for x between a pole and ∞; −∞ at the pole and NaN below it; ∞ and NaN stay. Elsewhere than in between y may be any finite number. */
export function settle(d: Simd, y: Bundle, x: Bundle, pole: number): Bundle {
  // The mask of x < pole, all ones, is a NaN.
  const above = d.or(d.add(y, d.andnot(x, d.lt(x, Infinity))), d.lt(x, pole));
  return d.sub(above, d.and(d.eq(x, pole), Infinity));
}

/** `positive`: x is known to be a normal number above 0 or NaN; `single`: x is known to be a float32 number, so never subnormal here. */
export function log(d: Simd, x: Bundle, positive: boolean, single: boolean): Bundle {
  const tiny = positive || single ? null : d.lt(x, 2 ** -1022);
  const u = tiny ? d.where(d.mul(x, 2 ** 54), x, tiny) : x;
  const { m, e } = split(d, u);
  const F = d.sub(m, 1);
  // x − x is 0, or NaN if x is: m forgets it.
  if (positive) return logOf(d, e, d.add(F, d.sub(x, x)));
  return settle(d, logOf(d, tiny ? d.sub(e, d.and(tiny, 54)) : e, F), x, 0);
}
