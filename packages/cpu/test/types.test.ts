/** Every element type in map: loads, stores, conversions and roundings, against typed arrays and the formats of core's half.ts. */
import { describe, expect, test } from "vitest";
import { arithmeticOf, type DType, DTYPES, decoded, encoded, input, type Program, type Stored } from "@evenkeel/core";
import * as words from "@evenkeel/core/words";
import { map } from "../src/kinds/map.js";
import { machine } from "./place.js";
import type { Block } from "../src/machine.js";

const GUARD = 64;
const bytesOf = (a: Stored): Uint8Array => new Uint8Array(a.buffer, a.byteOffset, a.byteLength);

function put(data: Stored): Block {
  const block = machine.reserve(data.byteLength + 2 * GUARD);
  machine.bytes(block, block.bytes).fill(0xa5);
  machine.bytes(block, block.bytes).set(bytesOf(data), GUARD);
  return block;
}
/** The output of a program on vectors, or numbers; throws if anything beside it was written. */
function run(
  program: Program,
  out: DType,
  inputs: readonly (Stored | number)[],
  n: number,
  strides: readonly number[] = inputs.map(() => 1),
): Stored {
  const blocks = inputs.map((x) => (typeof x === "number" ? null : put(x))),
    result = encoded(out, new Float64Array(n)),
    to = put(result),
    unit = result.BYTES_PER_ELEMENT;
  const view = (b: Block, bytes: number, stride: number) => ({ storage: b, offset: GUARD / bytes, strides: [stride] });
  map(machine, {
    kind: "map",
    program,
    shape: [n],
    inputs: inputs.map((x, k) => (typeof x === "number" ? x : view(blocks[k]!, x.BYTES_PER_ELEMENT, strides[k]!))),
    outputs: [view(to, unit, 1)],
  });
  const all = machine.bytes(to, to.bytes).slice();
  expect([...all.subarray(0, GUARD), ...all.subarray(GUARD + n * unit, 2 * GUARD + n * unit)].every((b) => b === 0xa5)).toBe(true);
  bytesOf(result).set(all.subarray(GUARD, GUARD + n * unit));
  for (const b of [to, ...blocks]) if (b) machine.free(b);
  return result;
}
const step = (body: Program["steps"][number]["body"], inputs: readonly DType[], arithmetic: DType, dtype: DType): Program => ({
  inputs,
  steps: [{ body, args: inputs.map((_, i) => i), arithmetic: arithmeticOf(arithmetic), dtype }],
  outputs: [inputs.length],
});
const x = input(0);

/** Values at which conversions part: whole and fractional, at the ends of every type, halfway between its numbers. */
const VALUES = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  1.5,
  2.5,
  255,
  256,
  257,
  -255,
  2 ** 24 + 1,
  2 ** 31 - 1,
  -(2 ** 31),
  2 ** 31,
  1e10,
  -1e10,
  65504,
  65519.99,
  65520,
  2 ** -14,
  2 ** -24,
  2 ** -25,
  1.0000001 * 2 ** -25,
  3 * 2 ** -25,
  1 + 2 ** -11,
  1 + 2 ** -11 + 2 ** -30,
  1 + 3 * 2 ** -11,
  1 + 2 ** -8,
  1 + 2 ** -8 + 2 ** -40,
  3.4e38,
  3.3961775e38,
  1e-40,
  1e39,
  Infinity,
  -Infinity,
  NaN,
];
const whole = (v: number): number => (v !== v ? 0 : Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, Math.trunc(v))) + 0);
/** What `to` gives for a stored value. */
function converted(v: number, to: DType): number {
  if (to === "int32") return whole(v);
  if (to === "uint8") return whole(v) & 255;
  return decoded(to, encoded(to, [v]))[0]!;
}

describe.each(DTYPES)("%s", (from) => {
  const given = from === "bool" ? [0, 1] : from === "uint8" ? [0, 1, 2, 254, 255] : from === "int32" ? VALUES.map(whole) : VALUES;
  const data = encoded(
      from,
      Array.from({ length: 100 }, (_, i) => given[i % given.length]!),
    ),
    seen = decoded(from, data);
  test.each(DTYPES)("to %s, in every length", (to) => {
    // The wider of the two, in which nothing is lost before the one rounding.
    const arithmetic = from === "float64" || to === "float64" ? "float64" : arithmeticOf(to) === "float32" ? "float32" : from;
    const want = Array.from(seen, (v) => converted(arithmeticOf(arithmetic) === "float32" ? Math.fround(v) : v, to));
    for (const n of [1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 100]) {
      const got = decoded(to, run(step(x, [from], arithmetic, to), to, [data], n));
      expect(
        Array.from(got)
          .map((v, i) => (Object.is(v, want[i]) ? null : [seen[i], v, want[i]]))
          .filter(Boolean),
      ).toEqual([]);
    }
  });
  test("repeated, strided and as a number", () => {
    const add = step(words.add(x, input(1)), [from, from], from, from),
      pick = decoded(from, data)[1]!;
    const want = run(add, from, [data, encoded(from, new Array<number>(40).fill(pick))], 40);
    expect(run(add, from, [data, encoded(from, [pick])], 40, [1, 0])).toEqual(want);
    expect(run(add, from, [data, pick], 40)).toEqual(want);
  });
});

test("all float16 and bfloat16 numbers come back as they are", () => {
  const all = Uint16Array.from({ length: 65536 }, (_, i) => i);
  for (const type of ["float16", "bfloat16"] as const) {
    const values = decoded(type, all),
      floats = run(step(x, [type], type, "float32"), "float32", [all], 65536);
    expect(floats.findIndex((v, i) => !Object.is(v, values[i]))).toBe(-1);
    const back = run(step(x, ["float32"], "float32", type), type, [floats], 65536),
      again = decoded(type, back);
    const same = (i: number): boolean => back[i] === all[i] || (values[i] !== values[i] && again[i] !== again[i]);
    expect(all.findIndex((i) => !same(i))).toBe(-1);
  }
});

test("what is computed wide is rounded to float16 and bfloat16 once", () => {
  // x·x + 2⁻⁶⁰: next to a number halfway between two, which a rounding to float32 in between would hide.
  const body = words.add(words.mul(x, x), 2 ** -60),
    data = Float32Array.from({ length: 4096 }, (_, i) => Math.sqrt(1 + (2 * i + 1) * 2 ** -12));
  for (const type of ["float16", "bfloat16"] as const) {
    const got = run(step(body, ["float32"], "float32", type), type, [data], data.length);
    expect(got).toEqual(
      encoded(
        type,
        Array.from(data, (v) => v * v + 2 ** -60),
      ),
    );
  }
  const tie = Float32Array.of(1 + 2 ** -11);
  const wide = words.add(words.mul(x, 1 / 3), words.sub(words.mul(x, 2 / 3), 0));
  expect(decoded("float16", run(step(wide, ["float32"], "float32", "float16"), "float16", [tie], 1))[0]).toBe(
    decoded("float16", encoded("float16", [(1 + 2 ** -11) * (1 / 3) + (1 + 2 ** -11) * (2 / 3)]))[0],
  );
});

test("whole numbers are added, multiplied and compared as such, and wrap around", () => {
  const [a, b] = [Int32Array.of(2 ** 31 - 1, -5, 7, 2 ** 24 + 1, 65537), Int32Array.of(1, 3, -2, 2 ** 24, 65537)];
  const on = (body: Program["steps"][number]["body"], dtype: DType = "int32"): number[] =>
    Array.from(run(step(body, ["int32", "int32"], "int32", dtype), dtype, [a, b], 5));
  const y = input(1);
  expect(on(words.add(x, y))).toEqual([-(2 ** 31), -2, 5, 2 ** 25 + 1, 131074]);
  expect(on(words.sub(x, y))).toEqual([2 ** 31 - 2, -8, 9, 1, 0]);
  expect(on(words.mul(x, y))).toEqual([2 ** 31 - 1, -15, -14, Math.imul(2 ** 24 + 1, 2 ** 24), Math.imul(65537, 65537)]);
  expect(on(words.max(x, y))).toEqual([2 ** 31 - 1, 3, 7, 2 ** 24 + 1, 65537]);
  expect(on(words.where(words.lt(x, y), 1, 0), "bool")).toEqual([0, 1, 0, 0, 0]);
  expect(on(words.where(words.eq(x, y), 1, 0), "bool")).toEqual([0, 0, 0, 0, 1]);
});
