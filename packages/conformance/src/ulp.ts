/**
 * The unit that float32 results are judged in, as JAX defines it: ulp(r) = 2^(clamp(⌊log₂|r|⌋, −126, 127) − 23) of the exact result r.
 * An overflow is counted on the line, with ±∞ at ±2¹²⁸.
 */
import type { DD } from "./reference/dd.js";

const OVERFLOW = 2 ** 128;
const float = new Float64Array(1),
  words = new Int32Array(float.buffer);

/** ulp of the float32 format at r, for finite r. */
export function ulpOf(r: number): number {
  float[0] = r;
  const exponent = ((words[1]! >>> 20) & 0x7ff) - 1023;
  return 2 ** (Math.min(Math.max(exponent, -126), 127) - 23);
}

/** |got − truth| in ulp(truth), for a finite truth and a `got` that is not NaN. */
export function ulpDistance(got: number, truth: DD): number {
  return errorOf(got, truth) / ulpOf(onLine(truth)[0]);
}

/** |got − truth| on the line where ±∞ stands at ±2¹²⁸. */
export function errorOf(got: number, truth: DD): number {
  const [hi, lo] = onLine(truth);
  const g = Math.abs(got) === Infinity ? Math.sign(got) * OVERFLOW : got;
  return Math.abs(g - hi - lo);
}

/** `got` and the bits of it, as failures print them. */
export const hex32 = (x: number): string => {
  const f = new Float32Array([x]);
  return `0x${new Uint32Array(f.buffer)[0]!.toString(16).padStart(8, "0")}`;
};

const onLine = (truth: DD): DD => (Math.abs(truth[0]) >= OVERFLOW ? [Math.sign(truth[0]) * OVERFLOW, 0] : truth);
