import { expect, test } from "vitest";
import { type DType, input, single as typed } from "@evenkeel/core";
import * as words from "@evenkeel/core/words";
import { copy, cpu, float64, half, makeCpu, map, sums } from "../src/index.js";
import { single } from "./evaluate.js";

test("every kind of the manifest runs, and a fault is answered", () => {
  const device = cpu();
  const out = new Float32Array(4);
  const view = (values: ArrayBufferView, ...strides: number[]) => {
    const storage = device.reserve(16);
    device.write(storage, values);
    return { storage, offset: 0, strides };
  };
  const a = view(new Float32Array([1, 2, 3, 4]), 0, 2, 1);
  const output = view(new Float32Array(4), 4, 2, 1);
  const flat = { ...output, strides: [1] };
  const shown = (): number[] => {
    device.readSync!(output.storage, out);
    return [...out];
  };
  expect(device.manifest.kinds).toEqual([
    "map",
    "reduce",
    "rows",
    "copy",
    "concat",
    "matmul",
    "conv",
    "pool",
    "gather",
    "scatter",
    "scan",
    "sort",
    "random",
  ]);
  device.run({ kind: "map", program: single(words.add(input(0), 1)), shape: [4], inputs: [{ ...a, strides: [1] }], outputs: [flat] });
  expect(shown()).toEqual([2, 3, 4, 5]);
  device.run({
    kind: "reduce",
    combine: "sum",
    program: { inputs: ["float32"], steps: [], outputs: [0] },
    shape: [2, 2],
    inputs: [{ ...a, strides: [2, 1] }],
    outputs: [flat],
  });
  expect(shown()).toEqual([4, 6, 4, 5]);
  device.run({ kind: "copy", dtype: "float32", shape: [2, 2], input: { ...a, strides: [1, 2] }, output: { ...output, strides: [2, 1] } });
  expect(shown()).toEqual([1, 3, 2, 4]);
  device.run({ kind: "matmul", dtype: "float32", batch: 1, m: 2, n: 2, k: 2, a, b: a, c: output });
  expect(shown()).toEqual([7, 10, 15, 22]);
  const index = view(new Int32Array([1, 0, 0, 9]), 1, 1, 1);
  const shape = [1, 2, 2] as const;
  expect(device.run({ kind: "gather", dtype: "float32", shape, size: 2, input: a, index: { ...index, strides: [0, 1, 0] }, output })).toBeNull();
  expect(shown()).toEqual([3, 4, 1, 2]);
  const fault = device.run({
    kind: "gather",
    dtype: "float32",
    shape,
    size: 2,
    input: a,
    index: { ...index, offset: 2, strides: [0, 1, 0] },
    output,
  });
  expect(fault).toEqual({ index: 9 });
  device.run({ kind: "scatter", dtype: "float32", shape, size: 2, base: null, index: { ...index, strides: [0, 1, 0] }, source: a, output });
  expect(shown()).toEqual([3, 4, 1, 2]);
  device.run({ kind: "scan", dtype: "float32", shape: [1, 2, 2], order: "inclusive", reverse: false, factor: null, term: a, output });
  expect(shown()).toEqual([1, 2, 4, 6]);
  const places = { ...view(new Int32Array(4), 2, 1) };
  device.run({ kind: "sort", dtype: "float32", rows: 2, n: 2, from: 0, count: 2, descending: true, input: a, output: places });
  device.readSync!(places.storage, out);
  expect([...new Int32Array(out.buffer)]).toEqual([1, 0, 1, 0]);
  device.run({ kind: "random", draw: { form: "uniform" }, key: [0, 0], counter: [0, 0, 0, 0], count: 4, output: flat });
  expect(shown()).toEqual([0x6627e8, 0xe169c5, 0xbc57ac, 0x9b00db].map((bits) => bits / 2 ** 24));
  expect(device.kernels().built).toBeGreaterThan(4);
  expect(device.kernels().cached).toBe(device.kernels().built);
});

test("what was left out of a backend is refused, and what is there runs", () => {
  const device = makeCpu({ map, reduce: sums, copy });
  const storage = device.reserve(16);
  const [view, out] = [{ storage, offset: 0, strides: [1] }, new Float32Array(1)];
  device.write(storage, new Float32Array([1, 2]));
  const reduce = (combine: "sum" | "max" | "min"): unknown =>
    device.run({
      kind: "reduce",
      combine,
      program: { inputs: ["float32"], steps: [], outputs: [0] },
      shape: [2, 1],
      inputs: [view],
      outputs: [view],
    });
  const negated = (dtype: DType): unknown =>
    device.run({ kind: "map", program: typed(words.neg(input(0)), [dtype], dtype), shape: [1], inputs: [view], outputs: [view] });
  expect(() => reduce("max")).toThrow(
    new TypeError("cpu: the reduction max was left out of this backend. Pass reduce to makeCpu in place of sums, or use cpu()."),
  );
  for (const [dtype, option] of [
    ["float64", "float64"],
    ["float16", "half"],
    ["bfloat16", "half"],
  ] as const)
    expect(() => negated(dtype)).toThrow(
      new TypeError(`cpu: ${option} was left out of this backend. Pass it to makeCpu, makeCpu(kinds, { ${option} }), or use cpu().`),
    );
  expect(() =>
    device.run({ kind: "sort", dtype: "float32", rows: 1, n: 1, from: 0, count: 1, descending: false, input: view, output: view }),
  ).toThrow(new TypeError("cpu: the kind sort was left out of this backend. Pass it to makeCpu, or use cpu()."));
  expect(reduce("sum")).toBeNull();
  device.readSync!(storage, out);
  expect([...out]).toEqual([3]);
  expect(negated("int32")).toBeNull();
});

test("what is given for types serves them", () => {
  const device = makeCpu({ map }, { float64, half });
  const storage = device.reserve(8);
  const view = { storage, offset: 0, strides: [1] };
  const out = new Float64Array([1.5]);
  device.write(storage, out);
  device.run({ kind: "map", program: typed(words.neg(input(0)), ["float64"], "float64"), shape: [1], inputs: [view], outputs: [view] });
  device.readSync!(storage, out);
  expect([...out]).toEqual([-1.5]);
  const bits = new Uint16Array([0x3e00]); // 1.5
  device.write(storage, bits);
  device.run({ kind: "map", program: typed(words.neg(input(0)), ["float16"], "float16"), shape: [1], inputs: [view], outputs: [view] });
  device.readSync!(storage, bits);
  expect([...bits]).toEqual([0xbe00]);
});
