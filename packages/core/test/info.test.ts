/** The limits of types, against the bits that stand for them. */
import { describe, expect, test } from "vitest";
import { finfo, type FloatName, iinfo, type IntName } from "@evenkeel/core";

/** A number from its bits: a sign, an exponent of `width` bits, a fraction. */
function decoded(bits: bigint, total: number, width: number): number {
  const fractionBits = total - 1 - width,
    exponent = Number((bits >> BigInt(fractionBits)) & ((1n << BigInt(width)) - 1n)),
    fraction = Number(bits & ((1n << BigInt(fractionBits)) - 1n)),
    bias = 2 ** (width - 1) - 1;
  const size = exponent === 0 ? fraction * 2 ** (1 - bias - fractionBits) : (fraction * 2 ** -fractionBits + 1) * 2 ** (exponent - bias);
  return bits >> BigInt(total - 1) ? -size : size;
}
const from32 = (bits: bigint): number => new DataView(new BigUint64Array([bits << 32n]).buffer).getFloat32(4, true),
  from64 = (bits: bigint): number => new Float64Array(new BigUint64Array([bits]).buffer)[0]!;
test("the decoder agrees with the engine where it has the type", () => {
  for (const bits of [1n, 0x7fffffn, 0x800000n, 0x3f800001n, 0x7f7fffffn, 0xff7fffffn]) expect(decoded(bits, 32, 8)).toBe(from32(bits));
  for (const bits of [1n, 0x3ff0000000000001n, 0x7fefffffffffffffn]) expect(decoded(bits, 64, 11)).toBe(from64(bits));
});

const FLOATS: readonly (readonly [
  FloatName,
  decode: (bits: bigint) => number,
  bits: number,
  one: bigint,
  largest: bigint,
  normal: bigint,
  resolution: number,
])[] = [
  ["float16", (b) => decoded(b, 16, 5), 16, 0x3c00n, 0x7bffn, 0x0400n, 0.001],
  ["bfloat16", (b) => decoded(b, 16, 8), 16, 0x3f80n, 0x7f7fn, 0x0080n, 0.01],
  ["float32", from32, 32, 0x3f800000n, 0x7f7fffffn, 0x00800000n, 1e-6],
  ["float64", from64, 64, 0x3ff0000000000000n, 0x7fefffffffffffffn, 0x0010000000000000n, 1e-15],
];
describe("finfo", () => {
  test.each(FLOATS)("%s", (dtype, decode, bits, one, largest, normal, resolution) => {
    expect(finfo(dtype)).toEqual({
      dtype,
      bits,
      eps: decode(one + 1n) - 1,
      max: decode(largest),
      min: decode(largest | (1n << BigInt(bits - 1))),
      smallestNormal: decode(normal),
      tiny: decode(normal),
      smallestSubnormal: decode(1n),
      resolution,
    });
  });
  test("is of float32 unless told otherwise", () => expect(finfo()).toEqual(finfo("float32")));
  test("refuses other types", () => {
    expect(() => finfo("int32" as FloatName)).toThrow(
      new TypeError("finfo: int32 is no type of floating-point numbers. Use float16, bfloat16, float32, float64; or iinfo."),
    );
    expect(() => finfo("toString" as FloatName)).toThrow(
      new TypeError("finfo: toString is no type of floating-point numbers. Use float16, bfloat16, float32, float64."),
    );
  });
});

describe("iinfo", () => {
  test("int32 and uint8 are what typed arrays hold", () => {
    expect(iinfo("int32")).toEqual({ dtype: "int32", bits: 32, min: Int32Array.of(0x80000000)[0], max: Int32Array.of(0x7fffffff)[0] });
    expect(iinfo("uint8")).toEqual({ dtype: "uint8", bits: 8, min: 0, max: Uint8Array.of(-1)[0] });
  });
  test("refuses bool and floating-point types", () => {
    expect(() => iinfo("bool" as IntName)).toThrow(new TypeError("iinfo: bool is no type of whole numbers. Use uint8, int32."));
    expect(() => iinfo("float32" as IntName)).toThrow(new TypeError("iinfo: float32 is no type of whole numbers. Use uint8, int32; or finfo."));
  });
});
