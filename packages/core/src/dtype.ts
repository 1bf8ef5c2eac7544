/**
 * The element types: float32 (the default) and float64, int32, uint8 and bool, and float16 and bfloat16, which are ways to store float32:
 * loaded, computed with in float32, rounded once.
 */
import { bfloat16Bits, bfloat16Value, halfBits, halfValue } from "./half.js";

export type DType = "float32" | "float64" | "int32" | "uint8" | "bool" | "float16" | "bfloat16";
/** What an op computes in. */
export type Arithmetic = "float32" | "float64" | "int32";
/** Elements as users read them; float16 and bfloat16 come as float32, bool as 0 and 1. */
export type Data = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;
/** Elements as they are stored: float16 and bfloat16 by their bits. */
export type Stored = Data | Uint16Array<ArrayBuffer>;

interface Info {
  /** Bytes of an element. */
  readonly bytes: number;
  readonly arithmetic: Arithmetic;
  readonly array: { new (size: number): Stored };
}
const info = (bytes: number, arithmetic: Arithmetic, array: Info["array"]): Info => ({ bytes, arithmetic, array });
const TYPES: Readonly<Record<DType, Info>> = {
  bool: /* @__PURE__ */ info(1, "int32", Uint8Array),
  uint8: /* @__PURE__ */ info(1, "int32", Uint8Array),
  int32: /* @__PURE__ */ info(4, "int32", Int32Array),
  float16: /* @__PURE__ */ info(2, "float32", Uint16Array),
  bfloat16: /* @__PURE__ */ info(2, "float32", Uint16Array),
  float32: /* @__PURE__ */ info(4, "float32", Float32Array),
  float64: /* @__PURE__ */ info(8, "float64", Float64Array),
};
/** Every type, in the order of promotion. */
export const DTYPES = /* @__PURE__ */ Object.keys(TYPES) as readonly DType[];

export const isDType = (x: unknown): x is DType => typeof x === "string" && x in TYPES;
/** Bytes of an element. */
export const bytesIn = (dtype: DType): number => TYPES[dtype].bytes;
export const arithmeticOf = (dtype: DType): Arithmetic => TYPES[dtype].arithmetic;
export const isFloating = (dtype: DType): boolean => TYPES[dtype].arithmetic !== "int32";
// Making an array of a class that is not known beforehand takes V8 three times as long.
export const arrayOf = (dtype: DType, size: number): Stored => (dtype === "float32" ? new Float32Array(size) : new TYPES[dtype].array(size));

/** Stored elements as users read them; a copy only where they differ. */
export const decoded = (dtype: DType, stored: Stored): Data =>
  stored instanceof Uint16Array ? Float32Array.from(stored, dtype === "float16" ? halfValue : bfloat16Value) : stored;

/** Numbers as they are stored, rounded once. int32 and uint8 take what they can hold: see `fits`. */
export function encoded(dtype: DType, values: ArrayLike<number>): Stored {
  // A copy takes less time than an array of zeros that is written over.
  if (dtype === "float32" && values instanceof Float32Array) return new Float32Array(values);
  const out = arrayOf(dtype, values.length),
    bits = dtype === "float16" ? halfBits : dtype === "bfloat16" ? bfloat16Bits : null;
  if (dtype === "bool") for (let i = 0; i < out.length; i++) out[i] = +(values[i] !== 0);
  else if (bits) for (let i = 0; i < out.length; i++) out[i] = bits(values[i]!);
  else out.set(values);
  return out;
}

/** Whether a type can hold a number but for rounding: whole numbers of its range for integers, anything for the others. */
export const fits = (dtype: DType, x: number): boolean => (dtype === "int32" ? (x | 0) === x : dtype === "uint8" ? (x & 255) === x : true);
