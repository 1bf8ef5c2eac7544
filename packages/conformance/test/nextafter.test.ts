/** nextafter in every floating type, at every bucket of it, both ways, against whole-number arithmetic on bits. */
import { beforeAll, expect, test } from "vitest";
import { decoded, encoded, nextafter, setDefaultDevice, type Stored, tensor } from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { stratified } from "../src/cases.js";
import { stratified64 } from "../src/cases64.js";
import { nextafter as exact } from "../src/reference/nextafter.js";

beforeAll(() => setDefaultDevice(cpu()));

const words = (a: Stored): bigint => {
  const bytes = new Uint8Array(a.buffer, a.byteOffset, a.byteLength);
  return [...bytes].reduceRight((n, b) => n * 256n + BigInt(b), 0n);
};
const WIDTH = { float16: 2, bfloat16: 2, float32: 4, float64: 8 } as const;
const all16 = Uint16Array.from({ length: 65536 }, (_, i) => i);

test.each(["float16", "bfloat16", "float32", "float64"] as const)("%s", (dtype) => {
  const inputs: ArrayLike<number> & Iterable<number> =
    dtype === "float32"
      ? stratified(20_000, 1, [3.4028234663852886e38])
      : dtype === "float64"
        ? stratified64(20_000, 1, [2 ** -1021, 1.2 * 2 ** -1021, 2 ** -1020])
        : decoded(dtype, all16);
  const bits = (x: number): bigint => words(encoded(dtype, [x]));
  const value = (n: bigint): number => {
    const out = encoded(dtype, [0]),
      bytes = new Uint8Array(out.buffer);
    for (let i = 0; i < WIDTH[dtype]; i++) bytes[i] = Number((n >> BigInt(8 * i)) & 255n);
    return decoded(dtype, out)[0]!;
  };
  const x = tensor(Float64Array.from(inputs), { dtype });
  for (const to of [Infinity, -Infinity, 0, 1, NaN]) {
    const got = nextafter(x, to);
    expect(got.dtype).toBe(dtype);
    const wrong = Array.from(got.dataSync(), (v, i) => [inputs[i]!, v, exact(inputs[i]!, to, bits, value)] as const).filter(
      ([, v, w]) => !Object.is(v, w),
    );
    expect(wrong.slice(0, 3)).toEqual([]);
  }
  expect(nextafter(x, 0).requiresGrad).toBe(false);
});
test("whole numbers become float32", () => expect(nextafter(tensor(Int32Array.of(1)), 2).item()).toBe(1 + 2 ** -23));
