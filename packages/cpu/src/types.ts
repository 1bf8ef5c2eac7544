/**
 * The element types: how 16 elements lie in memory, and in which lanes a kernel has them. float32, float16 and bfloat16 are four vectors of
 * float32, float64 eight of its own, int32, uint8 and bool four of int32.
 */
import { type Arithmetic, arithmeticOf, bytesIn, type DType, type Elementary } from "@evenkeel/core";
import { d2, demote, f4, get, i4, promote, shuffleHigh, shuffleLow, simd, v, type Bundle, type Code, type Fn, type Simd } from "./emit/index.js";
import type { Half } from "./half.js";

/** Vectors of four floats that a loop takes together, and its elements. */
export const VECTORS = 4;
export const LANES = 4 * VECTORS;

/** Elementary functions as instructions on float64 lanes; floor, round and trunc on any. */
export type Words = { readonly [W in Elementary | "floor" | "round" | "trunc"]?: (d: Simd, ...x: Bundle[]) => Bundle };
/** What a backend may have besides float32 with e^x and log x, and whole numbers. */
export interface Formats {
  /** For results that are rounded to float32. */
  readonly words: Words;
  /** At float64 degree. */
  readonly float64: Words | null;
  readonly half: Half | null;
}
/** A format that is needed now. */
export function needed<K extends "float64" | "half">(formats: Formats, name: K): NonNullable<Formats[K]> {
  const format = formats[name];
  if (!format) throw new TypeError(`cpu: ${name} was left out of this backend. Pass it to makeCpu, makeCpu(kinds, { ${name} }), or use cpu().`);
  return format;
}

/** 16 elements from an address in a local, or the one that all of them are. It may read up to 128 bytes past the element at the address. */
export function load(f: Fn, formats: Formats, dtype: DType, pointer: number, repeats: boolean): Bundle {
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
      return needed(formats, "half").widened(
        f,
        dtype,
        four(i4.extend16(v.splat16(address)), (j) => v.load16x4(address, 8 * j)),
      );
    default:
      return four(v.splat32(address), (j) => v.load(address, 16 * j));
  }
}

/** The vectors that 16 values are in memory. */
export function lying(f: Fn, formats: Formats, dtype: DType, x: Bundle): readonly Code[] {
  const codes = (dtype === "float16" || dtype === "bfloat16" ? needed(formats, "half").narrowed(f, dtype, x) : x).map(get);
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
export function rounded(f: Fn, formats: Formats, x: Bundle, from: Arithmetic, dtype: DType): Bundle {
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
      return needed(formats, "half").nearest(f, dtype, x, from);
    default:
      return convert(f, x, from, arithmeticOf(dtype));
  }
}
