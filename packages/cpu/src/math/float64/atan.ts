/**
 * atan x for float64 results (angle.ts). atan ±0 = ±0, atan ±∞ = ±π/2. Worst of 300,000 0.6314 at 0.4186541962839046 (0x3fdacb3af857d79d),
 * by conformance/scripts/words64.ts.
 */
import type { Bundle, Simd } from "../../emit/index.js";
import { angle } from "./angle.js";

export function atan(d: Simd, x: Bundle): Bundle {
  // 2^500 has the angle that ∞ has. Where x is so small that what the quotient leaves underflows, atan x is x.
  const a = d.pmin(d.abs(x), 3.273390607896142e150);
  const { h, l } = angle(d, a, d.splat(d.lanes.const(1)));
  return d.or(d.where(a, d.add(h, l), d.lt(a, 1e-100)), d.and(x, -0));
}
