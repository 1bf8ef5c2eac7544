/**
 * The element types: how 16 elements lie in memory, and in which lanes a kernel has them. float32, float16 and bfloat16 are four vectors of
 * float32, float64 eight of its own, int32, uint8 and bool four of int32.
 */
import { type Arithmetic, arithmeticOf, bytesIn, type DType } from "@evenkeel/core";
import { d2, demote, f4, get, i4, promote, shuffleHigh, shuffleLow, simd, v, type Bundle, type Code, type Fn } from "./emit/index.js";

/** Vectors of four floats that a loop takes together, and its elements. */
export const VECTORS = 4;
export const LANES = 4 * VECTORS;

/** 16 elements from an address in a local, or the one that all of them are. It may read up to 128 bytes past the element at the address. */
export function load(f: Fn, dtype: DType, pointer: number, repeats: boolean): Bundle {
  const address = get(pointer);
  const s = simd(f, VECTORS, i4);
  const four = (splat: Code, code: (j: number) => Code): Bundle => (repeats ? s.splat(splat) : s.map(code));
  const bytes = (x: Code): Code => i4.extend16(i4.extend8(x));
  switch (dtype) {
    case "float64": {
      const d = simd(f, 2 * VECTORS);
      return repeats ? d.splat(v.splat64(address)) : d.map((j) => v.load(address, 16 * j));
    }
    case "uint8":
    case "bool":
      return four(bytes(v.splat8(address)), (j) => bytes(v.load32zero(address, 4 * j)));
    case "float16":
    case "bfloat16":
      return widened(
        f,
        dtype,
        four(i4.extend16(v.splat16(address)), (j) => v.load16x4(address, 8 * j)),
      );
    default:
      return four(v.splat32(address), (j) => v.load(address, 16 * j));
  }
}

/** The vectors that 16 values are in memory. */
export function lying(f: Fn, dtype: DType, x: Bundle): readonly Code[] {
  const codes = (dtype === "float16" || dtype === "bfloat16" ? narrowed(f, dtype, x) : x).map(get);
  const half = (j: number): Code => i4.narrow16(codes[j]!, codes[j + 1]!);
  switch (bytesIn(dtype)) {
    case 1:
      return [i4.narrow8(half(0), half(2))];
    case 2:
      return [half(0), half(2)];
    default:
      return codes;
  }
}

/** Values in the lanes of another arithmetic: rounded to nearest, or to a whole number towards zero and held to its range. */
export function convert(f: Fn, x: Bundle, from: Arithmetic, to: Arithmetic): Bundle {
  if (from === to) return x;
  const four = simd(f, VECTORS, f4);
  const eight = simd(f, 2 * VECTORS);
  if (from === "float32" && to === "float64") return promote(eight, x);
  if (from === "float64" && to === "float32") return demote(four, x);
  if (from === "float64") return four.map((j) => shuffleLow(i4.fromF64(get(x[2 * j]!)), i4.fromF64(get(x[2 * j + 1]!))));
  if (to === "float64") return eight.map((j) => d2.fromI32(j & 1 ? shuffleHigh(get(x[j >> 1]!)) : get(x[j >> 1]!)));
  return four.map((j) => (to === "int32" ? i4.fromF32 : i4.toF32)(get(x[j]!)));
}

/** What was computed in one arithmetic, rounded once to a type. */
export function rounded(f: Fn, x: Bundle, from: Arithmetic, dtype: DType): Bundle {
  const s = simd(f, VECTORS, i4);
  switch (dtype) {
    case "bool": {
      const lanes = from === "float64" ? simd(f, 2 * VECTORS) : from === "float32" ? simd(f, VECTORS, f4) : s;
      return convert(f, lanes.where(0, 1, lanes.eq(x, 0)), from, "int32");
    }
    case "uint8":
      return s.and(convert(f, x, from, "int32"), 255);
    case "float16":
    case "bfloat16":
      return nearestHalf(f, dtype, from === "float64" ? toOdd(f, x) : convert(f, x, from, "float32"));
    default:
      return convert(f, x, from, arithmeticOf(dtype));
  }
}

const SIGN = -0x80000000;
const MAGNITUDE = 0x7fffffff;
const INFINITY = 0x7f800000;
/** Between the exponents of float16 and of float32. */
const SHIFT = 2 ** 112;

/** 16-bit patterns in 32-bit lanes as float32. Shifted, float16's exponent is 112 too low, and its infinity an ordinary number. */
function widened(f: Fn, dtype: "float16" | "bfloat16", bits: Bundle): Bundle {
  const [s, x] = [simd(f, VECTORS, i4), simd(f, VECTORS, f4)];
  if (dtype === "bfloat16") return s.shl(bits, 16);
  const magnitude = s.and(bits, 0x7fff);
  const value = s.shl(magnitude, 13);
  const finite = s.lt(magnitude, 0x7c00);
  return s.or(s.shl(s.and(bits, 0x8000), 16), s.where(x.mul(value, SHIFT), s.or(value, INFINITY), finite));
}
/** The other way round, of values that the type holds. */
function narrowed(f: Fn, dtype: "float16" | "bfloat16", x: Bundle): Bundle {
  const [s, floats] = [simd(f, VECTORS, i4), simd(f, VECTORS, f4)];
  if (dtype === "bfloat16") return s.shrU(x, 16);
  const magnitude = s.and(s.shrU(floats.mul(floats.abs(x), 1 / SHIFT), 13), 0x7fff);
  return s.or(magnitude, s.and(s.shrU(x, 16), 0x8000));
}

/** float32 values rounded to nearest, ties to even, as float32. */
function nearestHalf(f: Fn, dtype: "float16" | "bfloat16", x: Bundle): Bundle {
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
