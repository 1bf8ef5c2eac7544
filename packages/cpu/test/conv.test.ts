import type { ConvRequest } from "@evenkeel/core";
import { describe, expect, test } from "vitest";
import { conv } from "../src/kinds/conv.js";
import { bits, contiguous, count, difference, eachIndex, floats, machine, place, room, taken } from "./place.js";

type Sizes = Omit<ConvRequest, "kind" | "dtype" | "x" | "w" | "output">;
const sizes = (positions: number[], taps: number[], more: Partial<Sizes> = {}): Sizes => ({
  batch: 1,
  groups: 1,
  inputs: 1,
  outputs: 1,
  stride: positions.map(() => 1),
  dilation: positions.map(() => 1),
  ...more,
  positions,
  taps,
});
const extent = ({ positions, taps, stride, dilation }: Sizes): number[] =>
  positions.map((p, d) => stride[d]! * (p - 1) + dilation[d]! * (taps[d]! - 1) + 1);

interface Layout {
  readonly data: Float32Array;
  readonly strides: readonly number[];
  readonly offset: number;
}
/** The same elements as they are, as parts of more, and with the first three dimensions exchanged. */
function layouts(data: Float32Array, shape: readonly number[]): Layout[] {
  const spread = (strides: readonly number[], length: number): Layout => {
    const out = new Float32Array(length).fill(NaN);
    eachIndex(shape, (index, at) => (out[index.reduce((sum, i, d) => sum + i * strides[d]!, 3)] = data[at]!));
    return { data: out, strides, offset: 3 };
  };
  const more = contiguous(shape.map((n) => n + 2)),
    [a, b, c, ...rest] = shape as [number, number, number],
    [p, q, r, ...steps] = contiguous([c, b, a, ...rest]) as [number, number, number];
  return [
    { data, strides: contiguous(shape), offset: 0 },
    spread(more, count(shape.map((n) => n + 2)) + 3),
    spread([r, q, p, ...steps], count(shape) + 3),
  ];
}

function run(s: Sizes, x: Layout, w: Layout): Int32Array {
  const shape = [s.batch, s.groups, s.outputs, ...s.positions],
    output = room(shape),
    placed = [x, w].map((l) => place(l.data, l.strides, l.offset));
  expect(conv(machine, { kind: "conv", dtype: "float32", ...s, x: placed[0]!, w: placed[1]!, output })).toBeNull();
  const result = taken(output, shape);
  for (const { storage } of [...placed, output]) machine.free(storage as never);
  return result;
}

/** The terms of each sum, in the order in which they are written. */
function terms(s: Sizes, x: Float32Array, w: Float32Array): number[][] {
  const [xs, ws] = [contiguous([s.batch, s.groups, s.inputs, ...extent(s)]), contiguous([s.groups, s.outputs, s.inputs, ...s.taps])];
  const all: number[][] = [];
  eachIndex([s.batch, s.groups, s.outputs, ...s.positions], ([n, g, o, ...p]) => {
    const list: number[] = [];
    eachIndex([s.inputs, ...s.taps], ([i, ...k]) => {
      const at = p.reduce((sum, v, d) => sum + (v * s.stride[d]! + k[d]! * s.dilation[d]!) * xs[d + 3]!, n! * xs[0]! + g! * xs[1]! + i! * xs[2]!);
      list.push(Math.fround(x[at]! * w[k.reduce((sum, v, d) => sum + v * ws[d + 3]!, g! * ws[0]! + o! * ws[1]! + i! * ws[2]!)]!));
    });
    all.push(list);
  });
  return all;
}
/** Where outputs fill vectors: float32 sums of 256 terms, added one block after the other. */
const inBlocks = (list: readonly number[]): number => {
  let total = 0;
  for (let from = 0; from < list.length; from += 256) {
    const sum = list.slice(from, from + 256).reduce((a, b) => Math.fround(a + b), 0);
    total = from ? Math.fround(total + sum) : sum;
  }
  return total;
};
/** Where the terms of rows do: float32 sums in four lanes over at most 240 steps, lanes and blocks added in float64. */
function inLanes(list: readonly number[], row: number): number {
  let [total, steps] = [0, 0],
    lanes = [0, 0, 0, 0];
  const settle = (): void => {
    total += lanes[0]! + lanes[2]! + (lanes[1]! + lanes[3]!);
    [lanes, steps] = [[0, 0, 0, 0], 0];
  };
  for (let from = 0; from < list.length; from += row)
    for (let part = 0; part < row; part += 960) {
      const width = Math.min(960, row - part),
        more = Math.ceil(width / 4);
      if (steps + more > 240) settle();
      steps += more;
      for (let i = 0; i < width; i++) lanes[i % 4] = Math.fround(lanes[i % 4]! + list[from + part + i]!);
    }
  settle();
  return Math.fround(total);
}

/** All layouts have the bits of the order that is promised. */
function check(s: Sizes, order: (list: readonly number[]) => number): void {
  const [xShape, wShape] = [
      [s.batch, s.groups, s.inputs, ...extent(s)],
      [s.groups, s.outputs, s.inputs, ...s.taps],
    ],
    x = floats(count(xShape), count(xShape)),
    w = floats(count(wShape) + 1, count(wShape));
  const expected = bits(Float32Array.from(terms(s, x, w), order));
  for (const left of layouts(x, xShape))
    for (const right of layouts(w, wShape))
      expect(difference(run(s, left, right), expected), `${JSON.stringify(s)} by ${left.strides} and ${right.strides}`).toBeNull();
}

describe("conv", () => {
  test("outputs in vectors: every width, number of channels and block of terms, bit for bit", () => {
    for (const n of [1, 2, 3, 4, 5, 7, 8, 9, 13]) check(sizes([2, n], [3, 1], { batch: 2, inputs: 3, outputs: 5 }), inBlocks);
    for (const outputs of [1, 2, 3, 4, 5, 6, 7, 8, 11]) check(sizes([3, 8], [2, 3], { groups: 2, inputs: 2, outputs }), inBlocks);
    for (const inputs of [85, 86, 171, 300]) check(sizes([2, 5], [1, 3], { inputs, outputs: 3 }), inBlocks);
    check(sizes([4], [1300], { outputs: 2 }), inBlocks);
  });
  test("terms in vectors: every width, number of channels and block of terms, bit for bit", () => {
    for (const k of [8, 9, 12, 13, 14, 15, 16, 61]) check(sizes([2, 1], [3, k], { batch: 2, inputs: 3, outputs: 5 }), (list) => inLanes(list, k));
    for (const outputs of [1, 2, 3, 4])
      for (const batch of [1, 3, 5, 9]) check(sizes([2, 1], [2, 12], { groups: 2, batch, inputs: 2, outputs }), (list) => inLanes(list, 12));
    for (const k of [959, 960, 961, 2000]) check(sizes([2], [k], { outputs: 2, inputs: 2 }), (list) => inLanes(list, k));
    check(sizes([3, 2], [70, 16], { inputs: 2, outputs: 3 }), (list) => inLanes(list, 16));
  });
  test("strides and dilations", () => {
    check(sizes([3, 5], [2, 3], { stride: [2, 3], batch: 3, inputs: 2, outputs: 4 }), inBlocks);
    check(sizes([3, 8], [2, 3], { stride: [1, 2], dilation: [2, 3], groups: 3, outputs: 2 }), inBlocks);
    check(sizes([2, 1], [3, 16], { dilation: [2, 3], stride: [2, 1], batch: 2, inputs: 3, outputs: 3 }), (list) => inLanes(list, 16));
    check(sizes([2, 2, 5], [2, 3, 2], { stride: [2, 1, 2], dilation: [1, 2, 1], inputs: 2, outputs: 3 }), inBlocks);
  });
  test("more images, vectors and outputs than one table", () => {
    check(sizes([5], [2], { batch: 150, outputs: 2 }), inBlocks);
    check(sizes([4099, 4], [1, 1], { outputs: 1 }), inBlocks);
    check(sizes([3], [24], { batch: 3, outputs: 7 }), (list) => inLanes(list, 24));
  });
  test("infinities and NaN stay in the sums that they are terms of", () => {
    const s = sizes([6], [9], { outputs: 2 }),
      x = floats(1, 14),
      w = floats(2, 18);
    x[13] = NaN;
    x[0] = Infinity;
    const y = new Float32Array(run(s, { data: x, strides: [14, 14, 14, 1], offset: 0 }, { data: w, strides: [18, 9, 9, 1], offset: 0 }).buffer);
    expect([...y].map(Number.isFinite)).toEqual([false, true, true, true, true, false, false, true, true, true, true, false]);
  });
  test("no terms give zeros, no elements nothing", () => {
    const none = { data: new Float32Array(0), strides: [0, 0, 0, 1], offset: 0 };
    expect(run(sizes([3], [2], { inputs: 0, outputs: 2 }), none, none)).toEqual(new Int32Array(6));
    expect(run(sizes([0], [2]), none, none).length).toBe(0);
    expect(run(sizes([2], [2], { batch: 0 }), none, none).length).toBe(0);
  });
});
