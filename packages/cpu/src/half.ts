/** float16 and bfloat16, which are ways to store float32: their bits and float32, and what is rounded to them. For makeCpu, as `half`. */
import type { Arithmetic } from "@evenkeel/core";
import { f4, get, i4, promote, simd, v, type Bundle, type Code, type Fn } from "./emit/index.js";
import { convert, VECTORS } from "./types.js";

type Format = "float16" | "bfloat16";
export const half = { widened, narrowed, nearest } as const;
export type Half = typeof half;

const SIGN = -0x80000000;
const MAGNITUDE = 0x7fffffff;
const INFINITY = 0x7f800000;
/** Between the exponents of float16 and of float32. */
const SHIFT = 2 ** 112;

/** 16-bit patterns in 32-bit lanes as float32. Shifted, float16's exponent is 112 too low, and its infinity an ordinary number. */
function widened(f: Fn, dtype: Format, bits: Bundle): Bundle {
  const [s, x] = [simd(f, VECTORS, i4), simd(f, VECTORS, f4)];
  if (dtype === "bfloat16") return s.shl(bits, 16);
  const magnitude = s.and(bits, 0x7fff);
  const value = s.shl(magnitude, 13);
  const finite = s.lt(magnitude, 0x7c00);
  return s.or(s.shl(s.and(bits, 0x8000), 16), s.where(x.mul(value, SHIFT), s.or(value, INFINITY), finite));
}
/** The other way round, of values that the type holds. */
function narrowed(f: Fn, dtype: Format, x: Bundle): Bundle {
  const [s, floats] = [simd(f, VECTORS, i4), simd(f, VECTORS, f4)];
  if (dtype === "bfloat16") return s.shrU(x, 16);
  const magnitude = s.and(s.shrU(floats.mul(floats.abs(x), 1 / SHIFT), 13), 0x7fff);
  return s.or(magnitude, s.and(s.shrU(x, 16), 0x8000));
}

/** What was computed in one arithmetic, rounded once to a format. */
function nearest(f: Fn, dtype: Format, x: Bundle, from: Arithmetic): Bundle {
  return nearestHalf(f, dtype, from === "float64" ? toOdd(f, x) : convert(f, x, from, "float32"));
}
/** float32 values rounded to nearest, ties to even, as float32. */
function nearestHalf(f: Fn, dtype: Format, x: Bundle): Bundle {
  const [s, floats] = [simd(f, VECTORS, i4), simd(f, VECTORS, f4)];
  const lost = dtype === "float16" ? 13 : 16;
  const magnitude = s.and(x, MAGNITUDE);
  const odd = s.and(s.shrU(magnitude, lost), 1);
  // A carry out of the fraction goes into the exponent, as it must.
  const near = s.and(s.add(magnitude, s.add(odd, 2 ** (lost - 1) - 1)), -(2 ** lost));
  const inRange =
    dtype === "bfloat16"
      ? near
      : // From 2¹⁶ there is only ∞; below 2⁻¹⁴ the unit is 2⁻²⁴, which is that of float32 at ½.
        s.where(floats.sub(floats.add(magnitude, 0.5), 0.5), s.where(INFINITY, near, s.le(0x47800000, near)), floats.lt(magnitude, 2 ** -14));
  const value = s.where(s.and(s.or(magnitude, 0x400000), -(2 ** lost)), inRange, s.lt(INFINITY, magnitude));
  return s.or(value, s.and(x, SIGN));
}

/** float64 values as float32, of the two neighbours the one whose last bit is 1: what is rounded to fewer digits after that is rounded once. */
function toOdd(f: Fn, x: Bundle): Bundle {
  const [s, eight] = [simd(f, VECTORS, i4), simd(f, 2 * VECTORS)];
  const near = convert(f, x, "float64", "float32");
  const back = promote(eight, near);
  const mask = (m: Bundle): Bundle => s.map((j) => shuffleLowWords(get(m[2 * j]!), get(m[2 * j + 1]!)));
  const [above, below] = [mask(eight.lt(eight.abs(x), eight.abs(back))), mask(eight.lt(eight.abs(back), eight.abs(x)))];
  const even = s.sub(s.and(near, 1), 1);
  // As integers magnitudes are in order: all ones is −1.
  return s.add(near, s.and(even, s.sub(above, below)));
}
const WORDS = [0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27];
const shuffleLowWords = (a: Code, b: Code): Code => v.shuffle(a, b, WORDS);
