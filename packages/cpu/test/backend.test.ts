import { expect, test } from "vitest";
import { input, words } from "@evenkeel/core";
import { cpu } from "../src/index.js";
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
  expect(device.manifest.kinds).toEqual(["map", "reduce", "copy", "concat", "matmul", "gather", "scatter", "scan", "sort", "random"]);
  device.run({ kind: "map", program: single(words.add(input(0), 1)), shape: [4], inputs: [{ ...a, strides: [1] }], outputs: [flat] });
  expect(shown()).toEqual([2, 3, 4, 5]);
  device.run({
    kind: "reduce",
    combine: "sum",
    program: { inputs: ["float32"], steps: [], outputs: [0] },
    shape: [2, 2],
    inputs: [{ ...a, strides: [2, 1] }],
    output: flat,
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
