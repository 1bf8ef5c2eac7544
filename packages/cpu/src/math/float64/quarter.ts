/**
 * x = n·π/2 + h + l for float64 results, |h| ≤ π/4 (and 2^-30 of it). Below 2^20 π/2 is taken in four parts, of which the first three give exact products; each
 * difference is kept with what it loses, so that the error is below 2^-130, 2^-68 of the smallest remainder. From there on payneHanek.ts gives the same.
 * And the functions of such a remainder. Coefficients: scripts/trigonometric.py, "float64 sin", "float64 cos".
 */
import { rarely, xor, type Bundle, type Simd } from "../../emit/index.js";
import { ROUND } from "../exp.js";
import { payneHanek } from "../payneHanek.js";
import { LARGE } from "../sin.js";
import { type Pair, product, twoSum } from "./pair.js";

const INVERSE = 0.6366197723675814;
const PARTS = [1.5707963267341256, 6.077100506303966e-11, 2.0222662487111665e-21, 8.4784276603689e-32] as const;
const TWICE = [1.5707963267948966, 6.123233995736766e-17] as const;
const SIN = [-0.16666666666666632, 0.00833333333332242, -0.00019841269829812627, 2.7557313693640902e-6, -2.5050758393329112e-8, 1.58968122475868e-10];
const COS = [0.0416666666666666, -0.0013888888888874131, 2.4801587289487104e-5, -2.755731435379725e-7, 2.087572347818866e-9, -1.1359658721580683e-11];

export interface Reduced extends Pair {
  /** n stands in its low bits. */
  readonly whole: Bundle;
}

export function reduce(d: Simd, x: Bundle): Reduced {
  const whole = d.add(d.mul(x, INVERSE), ROUND);
  const n = d.sub(whole, ROUND);
  // The first difference is exact.
  const first = twoSum(d, d.sub(x, d.mul(n, PARTS[0])), d.neg(d.mul(n, PARTS[1])));
  const second = twoSum(d, first.h, d.neg(d.mul(n, PARTS[2])));
  const h = second.h;
  const l = d.sub(d.add(first.l, second.l), d.mul(n, PARTS[3]));
  rarely(d, d.le(LARGE, d.abs(x)), [x, whole, h, l], (one, y, ...near) => {
    const far = payneHanek(one, y);
    const large = one.le(LARGE, one.abs(y));
    const half = TWICE.map((part) => one.splat(one.lanes.const(part))) as [Bundle, Bundle];
    const rest = product(one, far, { h: half[0], l: half[1] });
    // y − y is 0, or NaN if y is not finite.
    const values = [one.add(far.n, ROUND), one.add(rest.h, one.sub(y, y)), rest.l];
    return [y, ...values.map((value, k) => one.where(value, near[k]!, large))];
  });
  return { whole, h, l };
}

/** The sine of h + l is the sum of the two, the first h. */
export function sineOf(d: Simd, { h, l }: Pair): Pair {
  const z = d.mul(h, h);
  const cube = d.mul(z, h);
  const q = d.polynomial(z, SIN.slice(1));
  return { h, l: d.add(d.mul(cube, SIN[0]!), d.add(l, d.mul(z, d.sub(d.mul(cube, q), d.mul(l, 0.5))))) };
}

/** The cosine of h + l is the sum of the two, the first 1 − h²/2. */
export function cosineOf(d: Simd, { h, l }: Pair): Pair {
  const z = d.mul(h, h);
  const half = d.mul(z, 0.5);
  const near = d.sub(1, half);
  return { h: near, l: d.add(d.sub(d.sub(1, near), half), d.sub(d.mul(z, d.mul(z, d.polynomial(z, COS))), d.mul(h, l))) };
}

/** All ones where n is odd. */
export const isOdd = (d: Simd, whole: Bundle): Bundle => d.subBits(d.bits(0n), d.and(whole, d.bits(1n)));

/** The sine of x + quarters·π/2. */
export function turned(d: Simd, x: Bundle, quarters: 0 | 1): Bundle {
  const r = reduce(d, x);
  const [sine, cosine] = [sineOf(d, r), cosineOf(d, r)];
  const n = quarters ? d.addBits(r.whole, d.bits(1n)) : r.whole;
  // Where x is ±0 the sum of the two parts is 0.
  const y = d.where(d.add(cosine.h, cosine.l), d.where(x, d.add(sine.h, sine.l), d.eq(x, 0)), isOdd(d, n));
  return xor(d, y, d.shl(d.and(n, d.bits(2n)), 62));
}
