import { expect, test } from "vitest";
import { cpu } from "../src/index.js";
import { Machine } from "../src/machine.js";
import { Memory, PAGE } from "../src/memory.js";
import { randoms } from "./place.js";

test("blocks are apart, aligned, and inside", () => {
  const memory = new Memory(128);
  const random = randoms(1);
  const blocks: [number, number][] = [];
  for (let i = 0; i < 2000; i++) {
    if (blocks.length && random() < 0.45) memory.free(...blocks.splice(Math.floor(random() * blocks.length), 1)[0]!);
    else {
      const bytes = Math.floor(2 ** (random() * 18));
      blocks.push([memory.reserve(bytes), bytes]);
    }
  }
  blocks.sort((a, b) => a[0] - b[0]);
  let end = 128;
  for (const [address, bytes] of blocks) {
    expect(address % 64).toBe(0);
    expect(address).toBeGreaterThanOrEqual(end);
    end = address + bytes;
  }
  // A kernel may read 64 bytes past the last block.
  expect(end + 64).toBeLessThanOrEqual(memory.u8.length);
  expect(memory.blocks).toBe(blocks.length);
  for (const block of blocks) memory.free(...block);
  expect([memory.used, memory.blocks]).toEqual([0, 0]);
});

test("what is freed is used again", () => {
  const memory = new Memory(64);
  const first = memory.reserve(1000);
  memory.free(first, 1000);
  expect(memory.reserve(1000)).toBe(first);
  const size = memory.u8.length;
  for (let i = 0; i < 100000; i++) memory.free(memory.reserve(50000), 50000);
  expect(memory.u8.length).toBe(size);
});

test("freed neighbours of other sizes become one block before memory grows or ends", () => {
  const memory = new Memory(64, 4 * PAGE);
  const small: number[] = [];
  for (;;) {
    try {
      small.push(memory.reserve(1024));
    } catch {
      break;
    }
  }
  expect(small.length).toBeGreaterThan(250);
  small.forEach((address) => memory.free(address, 1024));
  const large = memory.reserve(200 * 1024);
  memory.free(large, 200 * 1024);
  expect(memory.u8.length).toBe(4 * PAGE);
});

test("views follow memory when it grows, and contents stay", () => {
  const memory = new Memory(64);
  const address = memory.reserve(8);
  const before = memory.f32;
  memory.f32[address / 4] = 1.5;
  memory.reserve(10 * PAGE);
  expect(before.length).toBe(0);
  expect(memory.f32[address / 4]).toBe(1.5);
  expect(memory.u8.length).toBe(memory.f32.length * 4);
});

test("a limit that is reached is a RangeError with the facts, and nothing is lost", () => {
  const memory = new Memory(64, 2 * PAGE);
  const kept = memory.reserve(PAGE);
  expect(() => memory.reserve(2 * PAGE)).toThrow(
    new RangeError(
      "cpu: out of memory, 131072 bytes wanted, 65536 in use in 1 blocks, the limit is 131072. Dispose of kept tensors, or work in smaller batches.",
    ),
  );
  expect([memory.used, memory.blocks]).toEqual([PAGE, 1]);
  memory.free(kept, PAGE);
  expect(memory.reserve(PAGE)).toBe(kept);
});

test("a backend copies in and out, counts, and gives back", async () => {
  const device = cpu({ limit: 1 << 20 });
  const storage = device.reserve(12);
  const out = new Float32Array(3);
  device.write(storage, new Float32Array([1, -0, NaN]));
  await device.read(storage, out);
  expect(out).toEqual(new Float32Array([1, -0, NaN]));
  device.readSync!(storage, out.subarray(1, 2));
  expect(out[1]).toBe(1);
  expect(device.usage().used).toBe(64);
  device.free(storage);
  expect(device.usage().used).toBe(0);
  expect(() => device.free(storage)).toThrow(/^internal: storage is used after it was freed/);
  expect(() => device.write(device.reserve(4), out)).toThrow(/^internal: 12 bytes are asked of a storage of 4/);
  expect(() => device.reserve(2 ** 32)).toThrow(RangeError);
});

test("kernels are kept up to a limit, those used last for longest", () => {
  const machine = new Machine();
  const use = (i: number): unknown => machine.kernel(`${i}`, [], [], () => {});
  const first = use(-1);
  for (let i = 0; i < 3000; i++) {
    use(i);
    if (i % 100 === 0) expect(use(-1)).toBe(first);
  }
  expect(machine.built).toBe(3001);
  expect(machine.cached).toBeLessThanOrEqual(1024);
  expect(machine.cached).toBeGreaterThan(511);
});

test("scratch of any size, and it lies beside the blocks", () => {
  const machine = new Machine();
  const block = machine.reserve(1000);
  const small = machine.scratch(100);
  const large = machine.scratch(100000);
  expect(small).toBeLessThan(block.address);
  expect(large).toBeGreaterThan(block.address);
  expect(machine.scratch(99999)).toBe(large);
  expect([machine.memory.blocks, machine.used]).toEqual([2, 1024]);
});
