/** concat: parts that cover everything, leave gaps, or nothing; forwards, backwards, with steps, transposed and diagonal; numbers; both types, bit for bit. */
import type { ConcatRequest } from "@evenkeel/core";
import { concat } from "../reference/concat.js";
import { view } from "../reference/view.js";
import { type CaseMaker, DATA, type KindCase, size, strides } from "./case.js";

type Steps = readonly [shape: number[], strides: number[], offset: number];
/** Where a part comes from (a number is itself), and where it goes. */
type Way = readonly [from: Steps | number, to: Steps];

const row = (n: number, offset = 0): Steps => [[n], [1], offset];
/** The output's shape, the base (a number, or strides and offset in the data), and the parts. */
const LAYOUTS: readonly (readonly [number[], Steps | number, readonly Way[]])[] = [
  [[0], 3, []],
  [[5], NaN, []],
  [[1], -0, []],
  [[4, 5], [[4, 5], [1, 4], 2], []],
  [
    [3, 4],
    [[3, 4], [0, 0], 7],
    [
      [
        [[2, 2], [2, 1], 0],
        [[2, 2], [4, 1], 5],
      ],
    ],
  ],
  [
    [7],
    0,
    [
      [row(3), row(3)],
      [row(4, 9), row(4, 3)],
    ],
  ],
  [
    [7],
    2.5,
    [
      [row(0), row(0, 9)],
      [row(3, 1), row(3, 2)],
    ],
  ],
  [
    [9],
    0,
    [
      [row(5, 3), [[5], [-1], 8]],
      [-1.5, [[4], [1], 0]],
    ],
  ],
  [[9], 1, [[row(5, 3), [[5], [2], 0]]]],
  [[9], -1, [[row(5, 3), [[5], [-2], 8]]]],
  [[6, 6], 0, [[row(6, 4), [[6], [7], 0]]]],
  [[6, 6], [[6, 6], [6, 1], 0], [[row(5, 60), [[5], [7], 1]]]],
  [[6, 6], [[6, 6], [6, 1], 0], [[0, [[5], [7], 6]]]],
  [
    [40, 70],
    0,
    [
      [
        [[40, 30], [1, 40], 0],
        [[40, 30], [70, 1], 0],
      ],
      [
        [[40, 40], [40, 1], 900],
        [[40, 40], [70, 1], 30],
      ],
    ],
  ],
  [
    [40, 70],
    0,
    [
      [
        [[70, 40], [40, 1], 0],
        [[70, 40], [1, 70], 0],
      ],
    ],
  ],
  [
    [33, 65],
    0,
    [
      [
        [[11, 13], [13, 1], 0],
        [[11, 13], [-195, -5], 32 * 65 + 64],
      ],
    ],
  ],
  [
    [2, 3, 4],
    0,
    [
      [
        [[2, 3], [1, 8], 0],
        [[2, 3], [12, 4], 1],
      ],
      [
        [[3, 2], [5, 2], 3],
        [[3, 2], [4, -12], 14],
      ],
    ],
  ],
  [
    [2, 3, 4, 5],
    9,
    [
      [
        [[5, 2, 3], [7, 1, 40], 0],
        [[5, 2, 3], [1, 60, 20], 10],
      ],
      [4, [[1, 2, 1, 5], [0, 20, 9, 1], 60]],
    ],
  ],
];

export const concatCases: CaseMaker = (memory, seed) =>
  (["float32", "int32"] as const).flatMap((dtype) =>
    LAYOUTS.map(([shape, base, ways], n): KindCase => {
      const floats = DATA.signed!(4000, seed + n);
      floats.set([NaN, -0, 2 ** -149, Infinity, -Infinity], 0);
      const whole = (x: number): number => (dtype === "int32" ? Math.trunc(x) | 0 : x),
        data = dtype === "int32" ? new Int32Array(floats.buffer) : floats;
      const put = (from: Steps | number) => (typeof from === "number" ? whole(from) : memory.put(data, from[1], from[2])),
        seen = (from: Steps | number): number | number[] => (typeof from === "number" ? whole(from) : view(data, from[2], from[0], from[1]));
      const parts = ways.map(([from, [size, steps, offset]]) => ({ shape: size, source: put(from), offset, strides: steps }));
      const pieces = ways.map(([from, [dims, steps, offset]]) => {
        const x = seen(from);
        return { data: typeof x === "number" ? new Array<number>(size(dims)).fill(x) : x, shape: dims, offset, strides: steps };
      });
      const request: ConcatRequest = {
        kind: "concat",
        dtype,
        shape,
        base: put(base),
        parts,
        output: memory.output(size(shape), strides(shape), dtype),
      };
      return {
        name: `${dtype} ${shape.join("×")} of ${ways.length} parts, case ${n}`,
        request,
        want: concat(seen(base), size(shape), pieces),
        dtype,
        bound: { exact: true },
        fault: null,
      };
    }),
  );
