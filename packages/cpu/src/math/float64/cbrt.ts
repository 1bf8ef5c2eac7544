/**
 * ∛x for float64 results: from the root y of ../cbrt.ts, cut to 26 bits, of which the cube is known exactly: with q = (a − y³)/(3y²) it is y + q − q²/y,
 * rounded once. Error below 0.501 ulp. Worst of 300,000 0.5000 at 0.7096707853719645 (0x3fe6b59f81c32cd5), by conformance/scripts/words64.ts.
 */
import type { Bundle, Simd } from "../../emit/index.js";
import { rootOf, settle } from "../cbrt.js";
import { twoProduct, upper } from "./pair.js";

export function cbrt(d: Simd, x: Bundle): Bundle {
  const { a, y: near, shifted } = rootOf(d, d.abs(x));
  const y = upper(d, near);
  const square = d.mul(y, y);
  const cube = twoProduct(d, square, y);
  const q = d.div(d.sub(d.sub(a, cube.h), cube.l), d.mul(square, 3));
  return settle(d, d.add(y, d.sub(q, d.div(d.mul(q, q), y))), shifted, x);
}
