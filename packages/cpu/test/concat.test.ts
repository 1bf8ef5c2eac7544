import { bytesIn, type ConcatRequest, type DType, DTYPES, encoded, type View } from "@evenkeel/core";
import { describe, expect, test } from "vitest";
import { concat } from "../src/kinds/concat.js";
import type { Block } from "../src/machine.js";
import { contiguous, count, eachIndex, machine, randoms } from "./place.js";

type Steps = readonly [shape: number[], strides: number[], offset: number];
/** Base, then parts: where from (a number is itself), and where to. */
type Layout = readonly [shape: number[], base: Steps | number, parts: readonly (readonly [Steps | number, Steps])[]];

const GUARD = 16;
const random = randoms(11);

/** Random bits in memory, and a copy of them. */
function bits(dtype: DType, length: number): { view: (steps: Steps) => View; read: (at: number) => readonly number[] } {
  const unit = bytesIn(dtype),
    data = Uint8Array.from({ length: length * unit }, () => random() * 256),
    storage = machine.reserve(data.length);
  machine.memory.u8.set(data, storage.address);
  return { view: ([, strides, offset]) => ({ storage, offset, strides }), read: (at) => [...data.subarray(at * unit, (at + 1) * unit)] };
}

function check(dtype: DType, [shape, base, parts]: Layout): void {
  const unit = bytesIn(dtype),
    size = count(shape),
    pool = bits(dtype, 9000),
    want: (readonly number[])[] = [];
  const look = (from: Steps | number): View | number => (typeof from === "number" ? from : pool.view(from)),
    element = (from: Steps | number, index: readonly number[]): readonly number[] =>
      typeof from === "number"
        ? [...new Uint8Array(encoded(dtype, [from]).buffer)]
        : pool.read(index.reduce((at, i, d) => at + i * from[1][d]!, from[2]));
  eachIndex(shape, (index, p) => (want[p] = element(base, index)));
  for (const [from, [size, strides, offset]] of parts)
    eachIndex(size, (index) => (want[index.reduce((at, i, d) => at + i * strides[d]!, offset)] = element(from, index)));
  const storage: Block = machine.reserve((size + 2 * GUARD) * unit),
    whole = (): Uint8Array => machine.memory.u8.subarray(storage.address, storage.address + (size + 2 * GUARD) * unit);
  whole().fill(0xa5);
  const request: ConcatRequest = {
    kind: "concat",
    dtype,
    shape,
    base: look(base),
    parts: parts.map(([from, [size, strides, offset]]) => ({ shape: size, source: look(from), strides, offset })),
    output: { storage, offset: GUARD, strides: contiguous(shape) },
  };
  expect(concat(machine, request)).toBeNull();
  const guard = new Array<number>(GUARD * unit).fill(0xa5);
  expect([...whole()]).toEqual([...guard, ...want.flat(), ...guard]);
}

const row = (n: number, offset = 0): Steps => [[n], [1], offset];
const LAYOUTS: Record<string, Layout> = {
  nothing: [[0], 1, []],
  "a number everywhere": [[5], 1, []],
  "a base that is transposed": [[4, 5], [[4, 5], [1, 4], 2], []],
  "two parts that cover it": [
    [7],
    0,
    [
      [row(3), row(3)],
      [row(4, 9), row(4, 3)],
    ],
  ],
  "empty parts and a gap": [
    [9],
    1,
    [
      [row(0), row(0, 9)],
      [row(3, 1), row(3, 2)],
    ],
  ],
  "backwards from, backwards to": [
    [9],
    0,
    [
      [
        [[5], [-1], 8],
        [[5], [-1], 8],
      ],
      [1, row(4)],
    ],
  ],
  "every other place": [[9], [[9], [0], 3], [[row(5, 3), [[5], [2], 0]]]],
  "a diagonal": [[6, 6], [[6, 6], [6, 1], 40], [[row(5, 60), [[5], [7], 1]]]],
  "long rows, side by side": [
    [40, 170],
    0,
    [
      [
        [[40, 30], [30, 1], 5],
        [[40, 30], [170, 1], 0],
      ],
      [
        [[40, 140], [140, 1], 900],
        [[40, 140], [170, 1], 30],
      ],
    ],
  ],
  "columns of rows, transposed": [
    [40, 70],
    0,
    [
      [
        [[40, 70], [1, 40], 3],
        [[40, 70], [70, 1], 0],
      ],
    ],
  ],
  "a permuted target": [
    [2, 3, 4, 5],
    1,
    [
      [
        [[5, 2, 3], [7, 1, 40], 0],
        [[5, 2, 3], [1, 60, 20], 10],
      ],
    ],
  ],
  "steps both ways": [
    [33, 65],
    0,
    [
      [
        [[11, 13], [13, 1], 0],
        [[11, 13], [-195, -5], 32 * 65 + 64],
      ],
    ],
  ],
};
describe.each(DTYPES)("%s", (dtype) => {
  test.each(Object.entries(LAYOUTS))("%s", (_, layout) => check(dtype, layout));
  test("a base that starts as it is to end", () => check(dtype, [[3, 8], [[3, 8], [8, 1], 0], []]));
});
