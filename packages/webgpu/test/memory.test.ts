/** Memory of a GPU, asked for as core does: what waits keeps it, what is too much is refused, and nothing is kept for ever. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { input, type MapRequest, type Program, type View } from "@evenkeel/core";
import { add } from "@evenkeel/core/words";
import { expendable, gpu } from "./device.js";

const line = (data: Float32Array): View => {
  const storage = gpu.reserve(data.byteLength);
  gpu.write(storage, data);
  return { storage, offset: 0, strides: [1] };
};
const body = Array.from({ length: 9 }, (_, i) => input(i)).reduce((a, b) => add(a, b));
const NINE: Program = {
  inputs: Array.from({ length: 9 }, () => "float32" as const),
  steps: [{ body, args: [...Array(9).keys()], arithmetic: "float32", dtype: "float32" }],
  outputs: [9],
};

test("what is written after a kernel was asked for does not overtake it, of more operands than a kernel has room for either", async () => {
  const inputs = Array.from({ length: 9 }, (_, i) => line(Float32Array.of(2 ** i, 1))),
    output = line(new Float32Array(2)),
    request: MapRequest = { kind: "map", program: NINE, shape: [2], inputs, outputs: [output] },
    sums = new Float32Array(2);
  void gpu.run(request);
  for (const { storage } of inputs) gpu.write(storage, Float32Array.of(0, 0));
  await gpu.read(output.storage, sums);
  expect([...sums]).toEqual([511, 9]);
});

test("reads leave nothing behind", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void,
    { storage } = line(new Float32Array(2)),
    out = new Float32Array(2);
  const heapAfter = async (reads: number): Promise<number> => {
    for (let i = 0; i < reads; i++) await gpu.read(storage, out);
    await new Promise((done) => setTimeout(done, 20));
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = await heapAfter(500);
  expect((await heapAfter(4000)) - before).toBeLessThan(4000 * 150);
});

test("a loop that never yields uses again what it frees", async () => {
  const { backend } = await expendable(),
    from = backend.reserve(16);
  for (let i = 0; i < 64; i++) {
    const storage = backend.reserve(2 ** 22);
    void backend.run({
      kind: "copy",
      dtype: "float32",
      shape: [4],
      input: { storage: from, offset: 0, strides: [1] },
      output: { storage, offset: 0, strides: [1] },
    });
    backend.free(storage);
  }
  expect(backend.usage().reserved).toBeLessThan(2 ** 26);
});

test("more than a buffer has is refused at once; more than a binding may have is not", async () => {
  const { device, backend } = await expendable(),
    { maxBufferSize, maxStorageBufferBindingSize } = device.limits;
  expect(maxStorageBufferBindingSize).toBeLessThan(maxBufferSize);
  expect(() => backend.reserve(maxBufferSize + 4)).toThrow(RangeError);
  backend.free(backend.reserve(maxStorageBufferBindingSize + 4));
});

test("an output that begins within a word is refused", () => {
  const storage = gpu.reserve(16),
    at = (offset: number): View => ({ storage: gpu.reserve(16), offset, strides: [1] });
  const copy = (offset: number) => () =>
    gpu.run({ kind: "copy", dtype: "uint8", shape: [3], input: { storage, offset: 1, strides: [1] }, output: at(offset) });
  expect(copy(4)).not.toThrow();
  expect(copy(3)).toThrow(/begins within a word/);
});
