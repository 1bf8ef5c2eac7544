/**
 * ∛x = 2ⁿ·∛a with |x| = 2^(3n)·a, a = m·2^r, r = −1, 0 or 1, √½ ≤ m < √2: a polynomial in m to 2^-16.7, then one step of Halley's, which leaves
 * 2^-49. The sign is that of x; ±0, ±∞ and NaN are their own roots. Coefficients: scripts/exponential.py, "cbrt".
 * Worst of all float32 inputs: 0.500000 ulp at 0x010353b5.
 */
import type { Bundle, Simd } from "../emit/index.js";
import { ROUND } from "./exp.js";
import { positive } from "./log.js";

const ROOT = [0.4516671495933329, 0.9048150327207255, -0.5356215906206546, 0.21692933241213327, -0.037785669373517294];

/** The root y of a, which is between 0.35 and 2.83, and 3n as what is to be added to the bits of y. */
export function rootOf(d: Simd, size: Bundle): { a: Bundle; y: Bundle; shifted: Bundle } {
  const { e, F } = positive(d, size);
  const t = d.add(d.mul(e, 1 / 3), ROUND);
  const r = d.sub(e, d.mul(d.sub(t, ROUND), 3));
  const m = d.add(F, 1);
  // 2^r and its root: the polynomials of second degree that are right at −1, 0 and 1.
  const a = d.mul(m, d.add(d.mul(d.add(d.mul(r, 0.25), 0.75), r), 1));
  const guess = d.mul(d.polynomial(m, ROOT), d.polynomial(r, [1, 0.23311026195538673, 0.02681078793948645]));
  const cube = d.mul(d.mul(guess, guess), guess);
  const y = d.mul(guess, d.div(d.add(d.add(a, a), cube), d.add(d.add(cube, cube), a)));
  return { a, y, shifted: d.shl(t, 52) };
}

/** y·2ⁿ with the sign of x; x itself where it has no exponent. */
export function settle(d: Simd, y: Bundle, shifted: Bundle, x: Bundle): Bundle {
  const size = d.abs(x);
  const root = d.or(d.addBits(y, shifted), d.and(x, -0));
  return d.where(root, x, d.and(d.lt(0, size), d.lt(size, Infinity)));
}

export function cbrt(d: Simd, x: Bundle): Bundle {
  const { y, shifted } = rootOf(d, d.abs(x));
  return settle(d, y, shifted, x);
}
