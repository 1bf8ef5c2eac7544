/** finfo and iinfo: what a type of numbers can hold. Pure data, exact. */

export type FloatName = "float16" | "bfloat16" | "float32" | "float64";
export type IntName = "uint8" | "int32";

export interface FloatInfo {
  readonly dtype: FloatName;
  readonly bits: number;
  /** From 1 to the next larger number. */
  readonly eps: number;
  readonly max: number;
  readonly min: number;
  /** The smallest positive number that has all its digits, and PyTorch's other name for it. */
  readonly smallestNormal: number;
  readonly tiny: number;
  readonly smallestSubnormal: number;
  /** The decimal digits that always survive, as the place of the last: 10^-digits. */
  readonly resolution: number;
}
export interface IntInfo {
  readonly dtype: IntName;
  readonly bits: number;
  readonly max: number;
  readonly min: number;
}

/** Bits, digits (the leading one among them), the exponent of the largest numbers, and resolution. */
const FLOATS: Readonly<Record<FloatName, readonly [bits: number, digits: number, exponent: number, resolution: number]>> = {
  float16: [16, 11, 15, 1e-3],
  bfloat16: [16, 8, 127, 1e-2],
  float32: [32, 24, 127, 1e-6],
  float64: [64, 53, 1023, 1e-15],
};
const INTS: Readonly<Record<IntName, readonly [bits: number, min: number, max: number]>> = {
  uint8: [8, 0, 255],
  int32: [32, -(2 ** 31), 2 ** 31 - 1],
};

/** The limits of a type of floating-point numbers. Throws TypeError for others. */
export function finfo(dtype: FloatName = "float32"): FloatInfo {
  const row = Object.hasOwn(FLOATS, dtype) ? FLOATS[dtype] : null;
  if (!row)
    throw new TypeError(
      `finfo: ${String(dtype)} is no type of floating-point numbers. Use ${Object.keys(FLOATS).join(", ")}${Object.hasOwn(INTS, dtype) ? "; or iinfo" : ""}.`,
    );
  const [bits, digits, exponent, resolution] = row,
    eps = 2 ** (1 - digits),
    max = (2 - eps) * 2 ** exponent,
    tiny = 2 ** (1 - exponent);
  return { dtype, bits, eps, max, min: -max, smallestNormal: tiny, tiny, smallestSubnormal: tiny * eps, resolution };
}

/** The limits of a type of whole numbers. Throws TypeError for others, of which bool is one. */
export function iinfo(dtype: IntName): IntInfo {
  const row = Object.hasOwn(INTS, dtype) ? INTS[dtype] : null;
  if (!row)
    throw new TypeError(
      `iinfo: ${String(dtype)} is no type of whole numbers. Use ${Object.keys(INTS).join(", ")}${Object.hasOwn(FLOATS, dtype) ? "; or finfo" : ""}.`,
    );
  const [bits, min, max] = row;
  return { dtype, bits, max, min };
}
