/**
 * sort: all types, both ways, whole and in part; lengths around those at which an implementation may change its way; values that are many times
 * the same (only a stable sort keeps their order), all NaN, alternating infinities, zeros of both signs, subnormals, and every bit of a key.
 */
import { random } from "../cases.js";
import { sort } from "../reference/sort.js";
import { type CaseMaker, DATA, type KindCase } from "./case.js";
import type { Memory } from "./memory.js";

type Fill = (n: number, seed: number) => Float32Array | Float64Array | Int32Array;

const anyBits = (n: number, seed: number): Int32Array => {
  const next = random(seed);
  return Int32Array.from({ length: n }, () => next() | 0);
};
const cycle =
  (...values: number[]): Fill =>
  (n) =>
    Float32Array.from({ length: n }, (_, i) => values[i % values.length]!);
const WAYS: Readonly<Record<string, Fill>> = {
  spread: DATA.spread!,
  "any bits": (n, seed) => new Float32Array(anyBits(n, seed).buffer),
  duplicates: (n, seed) => DATA.signed!(n, seed).map((v) => Math.round(v * 3)),
  ascending: (n) => Float32Array.from({ length: n }, (_, i) => i - n / 2),
  descending: (n) => Float32Array.from({ length: n }, (_, i) => n / 2 - i),
  "all NaN": cycle(NaN),
  "all -0": cycle(-0),
  "zeros of both signs": cycle(0, -0, 0, 0, -0),
  infinities: cycle(Infinity, -Infinity),
  "NaN among others": cycle(1, NaN, -1, Infinity, NaN, -Infinity, 0),
  subnormals: (n, seed) => DATA.signed!(n, seed).map((v) => v * 2 ** -140),
  int32: anyBits,
  "float64, any bits": (n, seed) => new Float64Array(anyBits(2 * n, seed).buffer),
  // Keys that differ in one half only, in either.
  "float64, near one another": (n, seed) => Float64Array.from(anyBits(n, seed), (v) => 1 + (v % 16) * 2 ** -52),
  "float64, few": (n, seed) => Float64Array.from(anyBits(n, seed), (v) => 2 ** (v % 8)),
  "float64, specials": (n, seed) =>
    Float64Array.from(anyBits(n, seed), (v) => [NaN, 0, -0, Infinity, -Infinity, 2 ** -1074, -(2 ** -1074), 2 ** 1023, -1][(v >>> 0) % 9]!),
  "int32, small": (n, seed) => Int32Array.from(DATA.signed!(n, seed), (v) => Math.round(v * 40)),
  "int32, ends": (n) => Int32Array.from({ length: n }, (_, i) => [2 ** 31 - 1, -(2 ** 31), 0, -1][i % 4]!),
};

/** Rows and their length. Of the ways, one a shape in turn; of those marked, all. */
const SHAPES: readonly (readonly [rows: number, n: number, all: boolean])[] = [
  [0, 5, false],
  [3, 0, false],
  [1, 1, true],
  [2, 2, true],
  [7, 3, true],
  [3, 16, false],
  [3, 17, true],
  ...[31, 32, 33, 40, 41, 63, 64, 65].map((n) => [2, n, false] as const),
  [3, 127, true],
  ...[255, 256, 257, 1023, 1024, 1025, 2047, 2049].map((n) => [1, n, false] as const),
  [2, 1500, true],
  [1, 8191, false],
  [1, 8192, false],
  [1, 8193, false],
  [1, 32_769, false],
  [1000, 7, false],
];

export const sortCases: CaseMaker = (memory, seed) => {
  const names = Object.keys(WAYS);
  return SHAPES.flatMap(([rows, n, all], i) =>
    [false, true].flatMap((descending, k) => {
      const chosen = all ? names : [names[(2 * i + k) % names.length]!, names[(2 * i + 7 * k + 3) % names.length]!];
      return chosen.flatMap((name) => [
        one(memory, seed + i, rows, n, name, descending, 0, n),
        ...(n > 2 && all ? [one(memory, seed + i, rows, n, name, descending, 1, Math.floor(n / 2))] : []),
      ]);
    }),
  );
};

function one(memory: Memory, seed: number, rows: number, n: number, way: string, descending: boolean, from: number, count: number): KindCase {
  const x = WAYS[way]!(rows * n, seed),
    dtype = x instanceof Int32Array ? "int32" : x instanceof Float64Array ? "float64" : "float32";
  const input = memory.put(x, [n, 1]),
    output = memory.output(rows * count, [count, 1], "int32");
  return {
    name: `${rows}×${n} ${way}${descending ? " descending" : ""}${count === n ? "" : `, ${count} from ${from}`}`,
    request: { kind: "sort", dtype, rows, n, from, count, descending, input, output },
    want: sort(x, { n, from, count, descending }),
    bound: { exact: true },
    dtype: "int32",
    fault: null,
  };
}
