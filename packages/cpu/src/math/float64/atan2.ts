/**
 * The angle of the point (x, y), y first, for float64 results: that of (|x|, |y|) as in angle.ts, on operands scaled so that nothing leaves the range, or y/x where that is below
 * 2^-30; π less it where x is negative; with the sign of y. Error below 0.7 ulp. Special values are those of IEEE 754. Worst of six times
 * 300,000 0.6457 of (1e300, 4.057588100273777e+299 (0x7e23636f038a6ba1)), by conformance/scripts/words64.ts.
 */
import type { Bundle, Simd } from "../../emit/index.js";
import { isNegative } from "../atan2.js";
import { angle } from "./angle.js";
import { total } from "./pair.js";

const PI = { h: 3.141592653589793, l: 1.2246467991473532e-16 };
const LARGE = 2 ** 500;
const SCALE = 2 ** 600;

export function atan2(d: Simd, y: Bundle, x: Bundle): Bundle {
  const sizes = { y: d.abs(y), x: d.abs(x) };
  const infinite = { y: d.eq(sizes.y, Infinity), x: d.eq(sizes.x, Infinity) };
  // An infinite operand is 1, and what is finite beside it 0.
  const a = d.where(1, d.where(d.mul(sizes.y, 0), sizes.y, infinite.x), infinite.y);
  const b = d.where(1, d.where(d.mul(sizes.x, 0), sizes.x, infinite.y), infinite.x);
  const ratio = d.andnot(d.div(a, b), d.eq(d.add(a, b), 0));
  const flat = d.lt(ratio, 2 ** -30);
  const size = d.pmax(a, b);
  const scale = d.where(1 / SCALE, d.where(SCALE, 1, d.lt(size, 1 / LARGE)), d.lt(LARGE, size));
  const steep = angle(d, d.mul(a, scale), d.mul(b, scale));
  const h = d.where(ratio, steep.h, flat);
  const l = d.andnot(steep.l, flat);
  const beyond = total(d, PI, { h: d.neg(h), l: d.neg(l) });
  return d.or(d.where(beyond, d.add(h, l), isNegative(d, x)), d.and(y, -0));
}
