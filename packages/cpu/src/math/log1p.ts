/**
 * log(1 + x): u = fl(1 + x) = 2^e·m, and c = x − (u − 1) is what that sum lost; so log(1 + x) = e·ln 2 + log(m + c·2^-e), as in log.ts.
 * For small x that is log(1 + F) with F = x: relative error below 2^-48 everywhere. log1p(−1) = −∞, NaN below; log1p(±0) = ±0.
 * Worst of all float32 inputs: 0.500000 ulp at 0x6f31a8ec.
 */
import type { Bundle, Simd } from "../emit/index.js";
import { logOf, settle, split } from "./log.js";

/** `positive`: x is known to be finite and above 0, or NaN. */
export function log1p(d: Simd, x: Bundle, positive: boolean): Bundle {
  // ∞ − ∞ would be NaN.
  const finite = positive ? x : d.pmin(x, 2 ** 1023);
  const u = d.add(finite, 1);
  const c = d.sub(finite, d.sub(u, 1));
  const { m, e, shifted } = split(d, u);
  const y = logOf(d, e, d.add(d.sub(m, 1), d.mul(c, d.subBits(1, shifted))));
  // Sums turn −0 into 0; the result has the sign of x always.
  return positive ? y : d.or(settle(d, y, x, -1), d.and(x, -0));
}
