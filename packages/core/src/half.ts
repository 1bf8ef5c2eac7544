/** The two 16-bit formats: float64 numbers to bits, rounded once to nearest even, and back, exactly. A NaN becomes the quiet one. */

/** IEEE binary16: 5 bits of exponent, 10 of fraction. */
export const halfBits = (x: number): number => bitsOf(x, 10, -14, 15);
export const halfValue = (bits: number): number => valueOf(bits, 10, -14);
/** The upper half of a float32: 8 bits of exponent, 7 of fraction. */
export const bfloat16Bits = (x: number): number => bitsOf(x, 7, -126, 127);
export const bfloat16Value = (bits: number): number => valueOf(bits, 7, -126);

const NUMBER = /* @__PURE__ */ new Float64Array(1);
const WORDS = /* @__PURE__ */ new Uint32Array(NUMBER.buffer);

function bitsOf(x: number, fraction: number, lowest: number, highest: number): number {
  NUMBER[0] = x;
  const high = WORDS[1]!,
    sign = (high >>> 31) << 15,
    infinity = (highest - lowest + 2) * 2 ** fraction;
  if (x !== x) return sign | infinity | (1 << (fraction - 1));
  const e = Math.max(((high >>> 20) & 2047) - 1023, lowest);
  if (e > highest) return sign | infinity;
  // In units of the last place: exact, and below 2^(fraction + 1), so that rounding to a whole number is the only one. 2^52 beside it does that.
  const units = Math.abs(x) * 2 ** (fraction - e) + 2 ** 52 - 2 ** 52;
  // A fraction that is rounded up to the next power of two carries into the exponent, and there at last into infinity.
  return sign | (units + (e - lowest) * 2 ** fraction);
}
function valueOf(bits: number, fraction: number, lowest: number): number {
  const sign = bits & 0x8000 ? -1 : 1,
    unit = 2 ** fraction,
    exponent = (bits & 0x7fff) >> fraction,
    rest = bits & (unit - 1);
  if (exponent === 2 ** (15 - fraction) - 1) return rest ? NaN : sign * Infinity;
  return exponent ? sign * (unit + rest) * 2 ** (exponent - 1 + lowest - fraction) : sign * rest * 2 ** (lowest - fraction);
}
