/**
 * sin x = (−1)ⁿ·sin r with x = n·π + r, |r| ≤ π/2 (and 2^-30 of it), as r·p(r²). The relative error of r is below 2^-51 for float32 x (2^-40 if x is any float64),
 * that of the polynomial 2^-52. sin ±0 = ±0, sin ±∞ = NaN. Coefficients: scripts/trigonometric.py, "sin".
 * Worst of all float32 inputs: 0.500000 ulp at 0x55cafb2a.
 */
import { rarely, xor, type Bundle, type Simd } from "../emit/index.js";
import { ROUND } from "./exp.js";
import { payneHanek } from "./payneHanek.js";

/** Numbers from here on are not reduced by parts of π. */
export const LARGE = 1048576;
const INVERSE_PI = 0.3183098861837907;
/** The first two have 31 bits, and products with up to 21 bits that are exact. */
const PI = [3.1415926534682512, 1.215420100718692e-10, 5.825464112186712e-20] as const;
const SIN = [
  1, -0.16666666666666186, 0.008333333333285512, -0.00019841269825047968, 2.755731659948707e-6, -2.505188020480048e-8, 1.604809320892358e-10,
  -7.373317299502998e-13,
];

export const sin = (d: Simd, x: Bundle): Bundle => sine(d, x, 0);

/** sin(x + shift·π) for a shift of 0 or ½. */
export function sine(d: Simd, x: Bundle, shift: number): Bundle {
  const { whole, r } = remainder(d, x, 1, shift);
  return xor(d, d.mul(r, d.polynomial(d.mul(r, r), SIN)), d.shl(whole, 63));
}

/** x = (n − shift)·period·π + r, where n stands in the low bits of `whole`; the period is 1 or ½. */
export function remainder(d: Simd, x: Bundle, period: number, shift: number): { whole: Bundle; r: Bundle } {
  const shifted = (m: Bundle, by: number): Bundle => (shift ? d.add(m, by) : m);
  const whole = d.add(shifted(d.mul(x, INVERSE_PI / period), shift), ROUND);
  const m = shifted(d.sub(whole, ROUND), -shift);
  // The first difference is exact too.
  const r = PI.reduce((rest, part) => d.sub(rest, d.mul(m, part * period)), x);
  rarely(d, d.le(LARGE, d.abs(x)), [x, whole, r], (one, y, near, nearRest) => {
    const { n, h } = payneHanek(one, one.mul(y, 0.5 / period), -shift);
    const large = one.le(LARGE, one.abs(y));
    // y − y is 0, or NaN if y is not finite.
    const rest = one.add(one.mul(h, Math.PI * period), one.sub(y, y));
    return [y, one.where(one.add(n, ROUND), near, large), one.where(rest, nearRest, large)];
  });
  return { whole, r };
}
