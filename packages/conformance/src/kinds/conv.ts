/**
 * conv: sizes around vectors, tiles and blocks of 256 terms, rows of outputs and rows of terms of each length, strides, dilations and groups in one to three
 * dimensions; x and w as parts of larger arrays, w from behind, images and channels exchanged.
 */
import { conv, type Windows } from "../reference/conv.js";
import { type CaseMaker, DATA, type KindCase, size, strides } from "./case.js";
import type { Memory } from "./memory.js";

const windows = (
  positions: number[],
  taps: number[],
  channels: readonly [inputs: number, outputs: number],
  more: Partial<Windows> = {},
): Windows => ({
  batch: 1,
  groups: 1,
  inputs: channels[0],
  outputs: channels[1],
  positions,
  taps,
  stride: positions.map(() => 1),
  dilation: positions.map(() => 1),
  ...more,
});

const CASES: readonly Windows[] = [
  windows([1], [1], [1, 1]),
  windows([0], [2], [1, 1]),
  windows([3], [2], [0, 2]),
  windows([5], [3], [2, 3], { batch: 0 }),
  ...[1, 2, 3, 4, 5, 7, 8, 9].flatMap((n) => [windows([n], [3], [2, 5], { batch: 2 }), windows([2], [n], [3, 3], { batch: 3 })]),
  ...[1, 2, 3, 4, 6, 9].map((outputs) => windows([3, 6], [2, 3], [2, outputs], { batch: 2, groups: 2 })),
  windows([3, 9], [5, 5], [11, 4]),
  windows([2, 2], [3, 43], [5, 3]),
  windows([1, 1], [9, 130], [2, 2]),
  windows([3], [1], [300, 7]),
  windows([4], [2000], [1, 2]),
  windows([5, 6], [3, 2], [3, 4], { stride: [2, 3], batch: 3 }),
  windows([4, 3], [3, 9], [3, 4], { dilation: [2, 3], batch: 2 }),
  windows([3, 5], [2, 3], [2, 2], { stride: [3, 2], dilation: [2, 3], groups: 3 }),
  windows([3, 1], [2, 8], [2, 3], { stride: [1, 2], dilation: [1, 2], batch: 2 }),
  windows([2, 3, 5], [2, 2, 3], [2, 5], { batch: 2, stride: [1, 2, 1] }),
  windows([2, 2, 2], [3, 2, 7], [2, 2], { dilation: [2, 1, 2] }),
  windows([70], [4], [1, 1], { groups: 9, batch: 2 }),
  windows([3], [40], [1, 1], { groups: 5, batch: 3 }),
];

/** Each on two of the four sorts of data, and lying in some way. */
export const convCases: CaseMaker = (memory, seed) =>
  CASES.flatMap((c, i) => {
    const sorts = Object.keys(DATA);
    const given = [sorts[i % sorts.length]!, sorts[(i + 1) % sorts.length]!];
    return [
      ...given.map((data, j) => one(memory, seed + i, c, data, "float32", LYING[(i + j) % LYING.length]!)),
      ...(i % 2 ? [one(memory, seed + i, c, "signed", "float64", LYING[i % LYING.length]!)] : []),
    ];
  });

const LYING = ["as it is", "part of more", "exchanged", "w from behind"] as const;

function one(memory: Memory, seed: number, c: Windows, data: string, dtype: "float32" | "float64", lying: (typeof LYING)[number]): KindCase {
  const { batch, groups, inputs, outputs, positions, taps, stride, dilation } = c;
  const extent = positions.map((p, d) => Math.max(0, stride[d]! * (p - 1) + dilation[d]! * (taps[d]! - 1) + 1));
  const x = operand([batch, groups, inputs, ...extent], lying, 0),
    w = operand([groups, outputs, inputs, ...taps], lying, 1);
  const [xs, ws] = [x, w].map(({ length }, i) => {
    const floats = DATA[data]!(length, seed + i);
    return dtype === "float64" ? Float64Array.from(floats, (v, at) => v * (1 + at * 2 ** -40)) : floats;
  }) as [Float32Array, Float32Array];
  const shape = [batch, groups, outputs, ...positions],
    terms = inputs * size(taps);
  const at =
    (data: ArrayLike<number>, v: Lying) =>
    (...index: number[]) =>
      data[index.reduce((sum, i, d) => sum + i * v.strides[d]!, v.offset)]!;
  const request = {
    kind: "conv",
    dtype,
    ...c,
    x: memory.put(xs, x.strides, x.offset),
    w: memory.put(ws, w.strides, w.offset),
    output: memory.output(size(shape), strides(shape), dtype),
  } as const;
  const name = `${batch}×${groups}×${inputs}→${outputs}, ${positions.join("×")} by ${taps.join("×")}, stride ${stride.join()}, dilation ${dilation.join()}, ${data}, ${lying}`;
  const bound = Math.min(terms, 256) + Math.ceil(terms / (dtype === "float32" ? 256 : 240));
  return { name, request, want: conv(at(xs, x), at(ws, w), c), bound: { terms: bound }, dtype, fault: null };
}

interface Lying {
  readonly length: number;
  readonly offset: number;
  readonly strides: number[];
}
/** How an operand of a shape lies. */
function operand(shape: readonly number[], lying: (typeof LYING)[number], which: 0 | 1): Lying {
  if (lying === "part of more") {
    const more = shape.map((n, d) => n + (d % 2) + 1);
    return { length: size(more), offset: 1, strides: strides(more) };
  }
  if (lying === "exchanged") {
    const [a, b, c, ...rest] = shape as [number, number, number],
      [p, q, r, ...steps] = strides(which ? [a, c, b, ...rest] : [c, b, a, ...rest]) as [number, number, number];
    return { length: size(shape), offset: 0, strides: which ? [p, r, q, ...steps] : [r, q, p, ...steps] };
  }
  if (lying === "w from behind" && which) {
    // The last dimension goes forwards: a kernel need not take it otherwise.
    const along = strides(shape);
    const steps = along.map((s, d) => (d > 2 && d < shape.length - 1 ? -s : s));
    return { length: size(shape), offset: steps.reduce((sum, s, d) => (s < 0 ? sum - s * (shape[d]! - 1) : sum), 0), strides: steps };
  }
  return { length: size(shape), offset: 0, strides: strides(shape) };
}
