/**
 * e^(x − h) of float32 x ≤ m in float32 lanes, as float64. h = c + N·ln 2: c is m if that is beyond ±208, else 0, and N·ln 2 the multiple nearest to m − c. So
 * x − c is exact wherever the result is not below 2⁻¹⁵⁰. x − c = n·ln 2 + r with |r| ≤ ½ ln 2; n·HIGH and r are exact, for |n| < 2⁹. The result is
 * 2^(n − N)·(1 + r + (r²·q(r) − n·LOW)), of which only the last sum, below 0.07, is float32's: relative error below 2⁻²⁵·⁵. Of it 2⁻²⁷·³ is from r less n·LOW,
 * 2⁻²⁸ from the polynomial, and 2⁻²⁸·⁵ each from the roundings of q, of r², of their product and of the sum, for e^r may be 0.7.
 * NaN where m is infinite, or one of the two NaN. Coefficients: scripts/coefficients.py, "expNear".
 */
import { d2, f4, get, i32, i4, promote, simd, v, whole, type Bundle, type Simd } from "../emit/index.js";
import { LOG2E } from "./exp.js";

/** 1.5·2²³: added, it rounds to an integer, which then stands in the low bits. */
const ROUND = 12582912;
/** Of exponents of float64: what stands in the low bits is one. */
const BIAS = 1023;
const HIGH = 0.693145751953125;
const LOW = Math.fround(Math.LN2 - HIGH);
const NEAR = 208;
/** Of x − m: what is less adds nothing to a row. */
const LEAST = -146;
const SQUARE = [0.5, 0.16666533052921295, 0.04166724160313606, 0.008367542177438736, 0.001386371674016118];

/** Of bundles in the lanes of float32; the result is twice as many vectors. */
export function expNear({ fn }: Simd, x: Bundle, m: Bundle): Bundle {
  const s = simd(fn, x.length, f4),
    d = simd(fn, 2 * x.length, d2);
  const c = s.and(m, s.lt(NEAR, s.abs(m))),
    above = s.sub(m, c),
    bias = s.sub(ROUND + BIAS, s.one((y) => whole.round(f4, y))(s.mul(above, Math.fround(LOG2E))));
  // pmax gives its first operand if either is NaN.
  const y = s.pmax(s.sub(x, c), s.add(above, LEAST)),
    t = s.add(s.mul(y, Math.fround(LOG2E)), bias),
    n = s.sub(t, bias),
    r = s.sub(y, s.mul(n, HIGH)),
    low = s.mul(n, LOW);
  const near = s.sub(r, low),
    rest = s.sub(s.mul(s.mul(near, near), s.polynomial(near, SQUARE)), low),
    power = s.map((j) => i4.shl(get(t[j]!), i32.const(20)));
  const high = d.map((j) => v.shuffle(i4.const(0), get(power[j >> 1]!), highWords(j & 1)));
  return d.mul(d.add(d.add(promote(d, r), 1), promote(d, rest)), high);
}
/** Words 2·half and 2·half + 1 of the second of two vectors, each above 0. */
const highWords = (half: number): number[] => [2 * half, 2 * half + 1].flatMap((w) => [0, 1, 2, 3, ...[16, 17, 18, 19].map((b) => b + 4 * w)]);
