/**
 * The unit that results are judged in, as JAX defines it: ulp(r) = 2^(clamp(⌊log₂|r|⌋, emin, emax) − (p − 1)) of the exact result r.
 * An overflow is counted on the line, with ±∞ at ±2^(emax + 1).
 */
import type { DD } from "./reference/dd.js";

/** A binary floating-point format: p bits of significand, exponents of normal numbers from emin to emax. */
export interface Format {
  readonly p: number;
  readonly emin: number;
  readonly emax: number;
}
export const FORMATS = {
  float32: { p: 24, emin: -126, emax: 127 },
  float64: { p: 53, emin: -1022, emax: 1023 },
  float16: { p: 11, emin: -14, emax: 15 },
  bfloat16: { p: 8, emin: -126, emax: 127 },
} as const satisfies Record<string, Format>;

/** The format whose numbers are `format`'s times 2ᵏ. There, a result times 2ᵏ has its distance from an exact one that 2ᵏ keeps from underflow. */
export const scaled = ({ p, emin, emax }: Format, k: number): Format => ({ p, emin: emin + k, emax: emax + k });

const float = new Float64Array(1),
  words = new Int32Array(float.buffer);

/** ulp of the format at r, for finite r. */
export function ulpOf(r: number, format: Format = FORMATS.float32): number {
  const k = exponentOf(r, format) - (format.p - 1);
  if (k < -1022) return 2 ** k;
  words[0] = 0;
  words[1] = (k + 1023) << 20;
  return float[0]!;
}

/** |got − truth| in ulp(truth), for a finite truth and a `got` that is not NaN. */
export function ulpDistance(got: number, truth: DD, format: Format = FORMATS.float32): number {
  return errorOf(got, truth, format) / unitOf(truth, format);
}

/** ulp of the format at hi + lo: what lies just below a power of two has the unit of the numbers there. */
export function unitOf([hi, lo]: DD, format: Format = FORMATS.float32): number {
  return ulpOf(lo !== 0 && lo < 0 !== hi < 0 ? hi * (1 - 2 ** -53) : hi, format);
}

/** |got − truth| on the line where ±∞ stands at ±2^(emax + 1). */
export function errorOf(got: number, truth: DD, format: Format = FORMATS.float32): number {
  const [hi, lo] = onLine(truth, format);
  if (Math.abs(got) !== Infinity) return Math.abs(got - hi - lo);
  return 2 * Math.abs(Math.sign(got) * 2 ** format.emax - hi / 2 - lo / 2); // 2^(emax + 1) may be no float64
}

/** The bits of `x`, as failures print them. */
export function hex(x: number, format: Format): string {
  const { p, emin, emax } = format,
    infinity = BigInt(2 * emax + 1) << BigInt(p - 1); // the exponent's bits, all ones
  let bits = infinity | (1n << BigInt(p - 2));
  if (Math.abs(x) >= 2 ** (emax + 1)) bits = infinity;
  else if (x === x) bits = BigInt(Math.round(Math.abs(x) / ulpOf(x, format))) + (BigInt(exponentOf(x, format) - emin) << BigInt(p - 1));
  const sign = isNegative(x) ? infinity + (1n << BigInt(p - 1)) : 0n;
  return `0x${(sign | bits).toString(16).padStart((p + Math.log2(emax + 1) + 1) / 4, "0")}`;
}
export const hex32 = (x: number): string => hex(x, FORMATS.float32);

export const isNegative = (x: number): boolean => x < 0 || Object.is(x, -0);

/** ⌊log₂|r|⌋ of a normal number; less than any format has for others but ±∞ and NaN, of which it is 1024. */
function rawExponent(r: number): number {
  float[0] = r;
  return ((words[1]! >>> 20) & 0x7ff) - 1023;
}
/** ⌊log₂|r|⌋, held to the format's exponents. */
const exponentOf = (r: number, { emin, emax }: Format): number => Math.min(Math.max(rawExponent(r), emin), emax);

const onLine = (truth: DD, { emax }: Format): DD => (rawExponent(truth[0]) > emax ? [Math.sign(truth[0]) * 2 ** (emax + 1), 0] : truth);
