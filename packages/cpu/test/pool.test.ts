import type { Windows } from "@evenkeel/core";
import { expect, test } from "vitest";
import { pool } from "../src/kinds/pool.js";
import { bits, contiguous, count, difference, eachIndex, floats, machine, place, room, taken } from "./place.js";

/** Windows of `width` elements `step` apart, which begin `apart` elements from one another; those at the ends see what there is. */
function even(n: number, width: number, apart: number, step = 1, pad = 0): Windows {
  const [from, counts] = [[], []] as [number[], number[]];
  for (let start = -pad; start + step * (width - 1) < n + pad; start += apart) {
    const there = Array.from({ length: width }, (_, k) => start + step * k).filter((i) => i >= 0 && i < n);
    from.push(there[0]!);
    counts.push(there.length);
  }
  return { from, count: counts, step, divisors: counts };
}

/** Row-major sums in float64, divided and rounded once; the place of the first greatest. */
function expected(combine: "sum" | "argmax", x: Float32Array, rows: number, size: readonly number[], windows: readonly Windows[]): Int32Array {
  const shape = [rows, ...windows.map(({ from }) => from.length)],
    strides = contiguous(size);
  const [sums, places] = [new Float32Array(count(shape)), new Int32Array(count(shape))];
  eachIndex(shape, ([row, ...p], at) => {
    let [sum, best, where] = [0, -Infinity, -1];
    eachIndex(
      windows.map((w, d) => w.count[p[d]!]!),
      (index) => {
        const place = index.reduce((s, i, d) => s + (windows[d]!.from[p[d]!]! + windows[d]!.step * i) * strides[d]!, 0),
          v = x[row! * count(size) + place]!;
        sum += v;
        if (where < 0 || v > best || Number.isNaN(v)) [best, where] = [v, place];
      },
    );
    sums[at] = sum / windows.reduce((n, w, d) => n * w.divisors[p[d]!]!, 1);
    places[at] = where;
  });
  return combine === "sum" ? bits(sums) : places;
}

function check(rows: number, size: readonly number[], windows: readonly Windows[], x: Float32Array): void {
  const shape = [rows, ...windows.map(({ from }) => from.length)],
    input = place(x, contiguous([rows, ...size]));
  for (const combine of ["sum", "argmax"] as const) {
    const output = room(shape);
    expect(pool(machine, { kind: "pool", combine, dtype: "float32", rows, size, windows, input, output })).toBeNull();
    expect(
      difference(taken(output, shape), expected(combine, x, rows, size, windows)),
      `${combine} ${size.join()} ${JSON.stringify(windows)}`,
    ).toBeNull();
    machine.free(output.storage as never);
  }
  machine.free(input.storage as never);
}

test("four windows at a time are what one at a time is, at every width, step and end", () => {
  for (const n of [1, 4, 5, 7, 8, 9, 16, 23])
    for (const [width, apart, step, pad] of [
      [1, 1, 1, 0],
      [2, 2, 1, 0],
      [3, 1, 1, 1],
      [3, 2, 1, 1],
      [2, 1, 3, 1],
      [8, 2, 1, 4],
      [9, 1, 1, 4],
      [2, 3, 1, 0],
      [5, 2, 2, 2],
    ] as const)
      if (step * (width - 1) < n) check(2, [3, n], [even(3, 2, 1), even(n, width, apart, step, pad)], floats(n + width, 6 * n));
});
test("equal elements and infinities", () => {
  const x = floats(3, 2 * 18 * 18).map((v) => Math.sign(Math.trunc(v)));
  check(2, [18, 18], [even(18, 3, 2, 1, 1), even(18, 3, 2, 1, 1)], x);
  check(
    2,
    [18, 18],
    [even(18, 2, 2), even(18, 2, 2)],
    x.map((v) => (v === 0 ? -Infinity : v * Infinity)).map((v) => (v > 0 ? 1 : -Infinity)),
  );
});
test("three dimensions, no rows", () => {
  check(2, [4, 5, 12], [even(4, 2, 1), even(5, 3, 2, 1, 1), even(12, 2, 2)], floats(1, 480));
  check(0, [4], [even(4, 2, 2)], new Float32Array(0));
});
