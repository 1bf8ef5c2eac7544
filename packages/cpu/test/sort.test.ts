import { describe, expect, test } from "vitest";
import { sort } from "../src/kinds/sort.js";
import { difference, floats, machine, place, randoms, room, taken } from "./place.js";

type Data = Float32Array | Float64Array | Int32Array;

function run(x: Data, rows: number, n: number, descending = false, from = 0, count = n): Int32Array {
  const input = place(x, [n, 1]),
    output = room([rows, count]),
    dtype = x instanceof Int32Array ? "int32" : x instanceof Float64Array ? "float64" : "float32";
  expect(sort(machine, { kind: "sort", dtype, rows, n, from, count, descending, input, output })).toBeNull();
  const places = taken(output, [rows, count]);
  machine.free(input.storage as never);
  machine.free(output.storage as never);
  return places;
}

/** Places in the order of JavaScript's stable sort. */
function expected(x: Data, rows: number, n: number, descending: boolean): Int32Array {
  const rank = (v: number): number => (v !== v ? Infinity : Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, v)));
  const all: number[] = [];
  for (let r = 0; r < rows; r++) {
    const at = (i: number): number => rank(x[r * n + i]!);
    const places = Array.from({ length: n }, (_, i) => i);
    all.push(...places.sort((a, b) => (at(a) === at(b) ? 0 : at(a) < at(b) === descending ? 1 : -1)));
  }
  return Int32Array.from(all);
}
function check(x: Data, rows: number, n: number): void {
  for (const descending of [false, true])
    expect(difference(run(x, rows, n, descending), expected(x, rows, n, descending)), `${rows}×${n} ${descending}`).toBeNull();
}

const any = (length: number): Int32Array => {
  const random = randoms(9);
  return Int32Array.from({ length }, () => random() * 2 ** 32);
};
/** Every length at which the way changes, and those of whole calls. */
const SIZES = [1, 2, 3, 63, 64, 65, 66, 255, 256, 257, 8191, 8192, 8193, 32767, 32768, 32769, 65537];

describe.each(SIZES)("rows of %i", (n) => {
  const rows = n < 1000 ? 5 : 1;
  test("numbers of any bits", () => check(new Float32Array(any(rows * n).buffer), rows, n));
  test("integers of any bits", () => check(any(rows * n), rows, n));
  test("float64 of any bits", () => check(new Float64Array(any(2 * rows * n).buffer), rows, n));
  test("few different values: equals keep their order", () => {
    check(floats(3, rows * n).map(Math.round), rows, n);
    check(Float64Array.from(floats(3, rows * n), Math.round), rows, n);
  });
  test("float64 that differ in one half only", () => {
    for (const half of [0, 1])
      check(new Float64Array(Int32Array.from(any(2 * rows * n), (v, i) => (i % 2 === half ? v : 0x3ff00000)).buffer), rows, n);
  });
  test("keys that differ in one digit only", () => {
    for (const shift of [0, 8, 11, 16, 22, 24])
      check(
        any(rows * n).map((v) => (v & 7) << shift),
        rows,
        n,
      );
  });
});

test("many short rows, more than one call takes", () => {
  for (const n of [1, 5, 33, 64]) {
    check(floats(4, 70_000), Math.floor(70_000 / n), n);
    check(Float64Array.from(floats(4, 70_000)), Math.floor(70_000 / n), n);
  }
});

test("specials", () => {
  const x = Float32Array.of(NaN, 1, -0, Infinity, 0, -Infinity, 2 ** -149, -NaN, -(2 ** -149));
  expect([...run(x, 1, 9)]).toEqual([5, 8, 2, 4, 6, 1, 3, 0, 7]);
  expect([...run(x, 1, 9, true)]).toEqual([0, 7, 3, 1, 6, 2, 4, 8, 5]);
  const x64 = Float64Array.of(NaN, 1, -0, Infinity, 0, -Infinity, 2 ** -1074, -NaN, -(2 ** -1074));
  expect([...run(x64, 1, 9)]).toEqual([5, 8, 2, 4, 6, 1, 3, 0, 7]);
  expect([...run(x64, 1, 9, true)]).toEqual([0, 7, 3, 1, 6, 2, 4, 8, 5]);
  const nans64 = new Float64Array(Int32Array.of(0, 0x7ff80000, 1, 0x7ff00000, 0, -0x80000, -1, -1, 5, -0x100000).buffer);
  expect([...run(nans64, 1, 5)]).toEqual([0, 1, 2, 3, 4]);
  expect([...run(nans64, 1, 5, true)]).toEqual([0, 1, 2, 3, 4]);
  // NaNs of every sign and payload are one.
  const nans = new Float32Array(Int32Array.of(0x7fc00000, -0x400000, 0x7f800001, -0x7fffff, 0x7fffffff, -1).buffer);
  expect([...run(nans, 1, 6)]).toEqual([0, 1, 2, 3, 4, 5]);
  expect([...run(nans, 1, 6, true)]).toEqual([0, 1, 2, 3, 4, 5]);
});

test("a part of the ranks, of every row", () => {
  for (const n of [6, 64, 65, 300, 9000, 40_000]) {
    const rows = n < 400 ? 40 : 2,
      x = floats(n, rows * n);
    for (const [from, count] of [
      [0, 1],
      [2, 3],
      [n - 1, 1],
      [1, n - 1],
      [n, 0],
      [0, 0],
    ] as const) {
      const whole = expected(x, rows, n, true);
      const part = Int32Array.from({ length: rows * count }, (_, i) => whole[Math.floor(i / count) * n + from + (i % count)]!);
      expect(difference(run(x, rows, n, true, from, count), part)).toBeNull();
    }
  }
});

test("nothing", () => {
  expect(run(new Float32Array(0), 0, 5)).toHaveLength(0);
  expect(run(new Float32Array(0), 5, 0)).toHaveLength(0);
});
