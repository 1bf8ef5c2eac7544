/** pool: windows of each width and step side by side, cut at the ends, uneven ones and ones of nothing, in one to three dimensions; equal elements, NaN and infinities. */
import { type Along, windowPlaces, windowSums } from "../reference/pool.js";
import { type Bound } from "../judge.js";
import { type CaseMaker, DATA, type KindCase, size as sizeOf, strides, WIDE_SUM } from "./case.js";
import type { Memory } from "./memory.js";

/** Windows of `width` elements that begin `apart` from one another, `pad` in front of the first, cut to the n that there are. */
function even(n: number, width: number, apart: number, { pad = 0, step = 1, divisor = 0 } = {}): Along {
  const [from, count, divisors] = [[], [], []] as [number[], number[], number[]];
  for (let start = -pad; start + step * (width - 1) < n + pad; start += apart) {
    const there = Array.from({ length: width }, (_, k) => start + step * k).filter((i) => i >= 0 && i < n);
    from.push(there[0]!);
    count.push(there.length);
    divisors.push(divisor || there.length);
  }
  return { from, count, step, divisors };
}
const uneven: Along = { from: [0, 0, 3, 4], count: [1, 5, 2, 3], step: 1, divisors: [1, -2, 3, 0.5] };

const CASES: readonly (readonly [rows: number, size: readonly number[], windows: readonly Along[]])[] = [
  [1, [1], [even(1, 1, 1)]],
  [0, [4], [even(4, 2, 2)]],
  ...[1, 2, 3, 5, 8, 9].flatMap((width) => [1, 2, 3].map((apart) => [2, [27], [even(27, width, apart, { pad: width >> 1 })]] as const)),
  ...[1, 2, 3].map((step) => [3, [23], [even(23, 3, 2, { step, pad: 1 })]] as const),
  [3, [8, 24], [even(8, 2, 2), even(24, 2, 2)]],
  [2, [9, 13], [even(9, 3, 2, { pad: 1, divisor: 3 }), even(13, 3, 1, { pad: 1, divisor: 3 })]],
  [2, [7, 7], [uneven, uneven]],
  [2, [4, 5, 11], [even(4, 2, 1), even(5, 3, 2, { pad: 1 }), even(11, 2, 2)]],
];

export const poolCases: CaseMaker = (memory, seed) => [
  ...CASES.flatMap((c, i) => {
    const data = Object.keys(DATA)[i % 4]!;
    return [sums(memory, seed + i, c, data, "float32"), sums(memory, seed + i, c, "signed", "float64"), ...places(memory, seed + i, c)];
  }),
  sums(memory, seed, [2, [5], [{ from: [0, 5], count: [2, 0], step: 1, divisors: [2, 1] }]], "signed", "float32"),
];

type Case = (typeof CASES)[number];
const positions = (windows: readonly Along[]): number[] => windows.map(({ from }) => from.length);

function request(
  memory: Memory,
  [rows, size, windows]: Case,
  x: Float32Array | Float64Array,
  combine: "sum" | "argmax",
  dtype: "float32" | "float64",
) {
  const shape = [rows, ...positions(windows)];
  return {
    kind: "pool",
    combine,
    dtype,
    rows,
    size,
    windows,
    input: memory.put(x, strides([rows, ...size])),
    output: memory.output(sizeOf(shape), strides(shape), combine === "sum" ? dtype : "int32"),
  } as const;
}
const eachRow = <T>([rows, size]: Case, x: Float32Array | Float64Array, of: (row: Float32Array | Float64Array) => T[]): T[] =>
  Array.from({ length: rows }, (_, r) => of(x.subarray(r * sizeOf(size), (r + 1) * sizeOf(size)))).flat();
const named = ([rows, size, windows]: Case, what: string): string =>
  `${rows}×${size.join("×")} to ${positions(windows).join("×")} by ${windows.map((w) => `${Math.max(...w.count)}·${w.step}`).join("×")}, ${what}`;

function sums(memory: Memory, seed: number, c: Case, data: string, dtype: "float32" | "float64"): KindCase {
  const floats = DATA[data]!(c[0] * sizeOf(c[1]), seed),
    x = dtype === "float64" ? Float64Array.from(floats, (v, i) => v * (1 + i * 2 ** -40)) : floats;
  const terms = c[2].reduce((n, { count }) => n * Math.max(...count), 1);
  // A product of divisors, and a quotient; additions of float64 are rounded in it.
  const bound: Bound = dtype === "float64" ? { terms: terms + 2 } : WIDE_SUM;
  return {
    name: named(c, `${data} ${dtype}`),
    request: request(memory, c, x, "sum", dtype),
    want: eachRow(c, x, (row) => windowSums(row, c[1], c[2])),
    bound,
    dtype,
    fault: null,
  };
}

/** Of few different numbers, so that many are equal, and of all −∞ and NaN between. */
function places(memory: Memory, seed: number, c: Case): KindCase[] {
  const floats = DATA.signed!(c[0] * sizeOf(c[1]), seed + 1);
  const sorts: Record<string, Float32Array | Float64Array> = {
    equal: floats.map((v) => Math.round(3 * v)),
    "float64 equal": Float64Array.from(floats, (v) => Math.round(2 * v) * 1e300),
    special: floats.map((v) => (v < -0.5 ? -Infinity : v < -0.4 ? NaN : v > 0.9 ? Infinity : v < 0 ? -0 : 0)),
  };
  return Object.entries(sorts).map(([what, x]) => ({
    name: named(c, what),
    request: request(memory, c, x, "argmax", x instanceof Float64Array ? "float64" : "float32"),
    want: eachRow(c, x, (row) => windowPlaces(row, c[1], c[2])),
    bound: { exact: true },
    dtype: "int32",
    fault: null,
  }));
}
