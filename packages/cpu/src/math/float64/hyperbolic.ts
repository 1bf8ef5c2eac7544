/** What sinh and cosh have in common: e^|x| and e^−|x| in two parts, both times 2^-n, so that nothing overflows before the result does. */
import type { Bundle, Simd } from "../../emit/index.js";
import { parts } from "./expm1.js";
import { type Pair, quickSum, quotient } from "./pair.js";

export interface Exponentials {
  /** e^|x|·2^-n; where n is 0 and `odd`, without its 1. */
  readonly grown: Pair;
  /** e^−|x|·2^-n; where n is 0 and `odd`, 1 less it. */
  readonly shrunk: Pair;
  readonly small: Bundle;
  /** y·2^(n − 1). */
  readonly finish: (y: Bundle) => Bundle;
}

export function exponentials(d: Simd, x: Bundle, odd: boolean): Exponentials {
  // From 711 on the result is ∞.
  const { n, near, power, half, other } = parts(d, d.pmin(d.abs(x), 711));
  const small = d.eq(n, 0);
  const one = d.splat(d.lanes.const(1));
  const whole = quickSum(d, power.h, power.l);
  const less = quickSum(d, near.h, near.l);
  const either = (a: Bundle, b: Bundle): Bundle => (odd ? d.where(a, b, small) : b);
  const grown = { h: either(less.h, whole.h), l: either(less.l, whole.l) };
  const inverse = quotient(d, { h: either(less.h, one), l: either(less.l, d.sub(one, one)) }, whole);
  // 2^-2n, which is 0 where it would be too small to be made so.
  const scale = d.mul(d.subBits(1, half), d.subBits(1, other));
  const twice = d.mul(scale, scale);
  const finish = (y: Bundle): Bundle => d.mul(d.mul(y, d.mul(d.addBits(1, half), 0.5)), d.addBits(1, other));
  return { grown, shrunk: { h: d.mul(inverse.h, twice), l: d.mul(inverse.l, twice) }, small, finish };
}
