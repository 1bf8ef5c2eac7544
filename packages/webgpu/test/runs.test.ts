/** What users do, on this backend as on the CPU: training, types, indices that are wrong, many operands, what is read back. */
import { beforeEach, describe, expect, test } from "vitest";
import {
  add,
  assign,
  backward,
  cat,
  cdist,
  cpu,
  cumprod,
  type Data,
  embedding,
  exp,
  floorDivide,
  indexSelect,
  interpolate,
  losses,
  matmul,
  mul,
  noGrad,
  optim,
  parameter,
  randint,
  randn,
  read,
  relu,
  setDefaultDevice,
  softmax,
  stats,
  sub,
  sum,
  tensor,
  type Tensor,
  to,
  toDevice,
  manualSeed,
} from "evenkeel";
import { gpu } from "./device.js";

const main = cpu();
beforeEach(() => setDefaultDevice(gpu));

const waves = (shape: readonly number[], seed: number): Tensor =>
  tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(12.9898 * i + seed)),
    { shape },
  );
/** What is computed on the GPU, and on the CPU. */
async function both(f: () => Tensor): Promise<[number[], number[]]> {
  setDefaultDevice(gpu);
  const here = [...(await f().data())];
  setDefaultDevice(main);
  return [here, [...(await f().data())]];
}
const close = (a: readonly number[], b: readonly number[], within: number): void => {
  expect(a.length).toBe(b.length);
  a.forEach((x, i) => expect(Math.abs(x - b[i]!), `${i}: ${x} and ${b[i]}`).toBeLessThanOrEqual(within * Math.max(1, Math.abs(b[i]!))));
};

/** Losses of five steps of a small classifier. */
async function trained(): Promise<number[]> {
  const [w1, b1, w2] = [waves([20, 16], 1), waves([16], 2), waves([16, 5], 3)].map((t) => parameter(mul(t, 0.3)));
  const optimizer = new optim.Adam([w1!, b1!, w2!], { lr: 0.02 }),
    seen: number[] = [];
  for (let step = 0; step < 5; step++) {
    optimizer.zeroGrad();
    const logits = matmul(relu(add(matmul(waves([8, 20], step), w1!), b1!)), w2!),
      loss = losses.crossEntropy(logits, tensor(Int32Array.from({ length: 8 }, (_, i) => (3 * i + step) % 5)));
    backward(loss);
    optimizer.step();
    seen.push((await loss.data())[0]!);
  }
  return seen;
}

test("a classifier learns what it learns on the CPU", async () => {
  const here = await trained();
  setDefaultDevice(main);
  close(here, await trained(), 1e-6);
}, 120_000);

describe("values", () => {
  const cases: Record<string, () => Tensor> = {
    softmax: () => softmax(waves([3, 7], 1), -1),
    cdist: () => cdist(waves([3, 4], 1), waves([5, 4], 2)),
    cumprod: () => cumprod(waves([30], 1), 0),
    bicubic: () => interpolate(waves([1, 1, 4, 4], 1), { size: [5, 5], mode: "bicubic" }),
    float16: () => exp(to(waves([9], 1), "float16")),
    bfloat16: () => to(exp(to(waves([9], 1), "bfloat16")), "float32"),
  };
  test.each(Object.keys(cases))("%s", async (name) => {
    const [here, there] = await both(cases[name]!);
    close(here, there, 2 ** -22);
  });
  test("whole numbers are divided exactly", async () => {
    const [here, there] = await both(() => floorDivide(tensor(Int32Array.of(2_000_000_001, -2_000_000_001, 7)), 7));
    expect(here).toEqual(there);
  });
  test("random numbers are the CPU's", async () => {
    const [here, there] = await both(() => (manualSeed(5), randint(0, 1000, [50])));
    expect(here).toEqual(there);
    const [x, y] = await both(() => (manualSeed(5), randn([50])));
    close(x, y, 2 ** -22);
  });
  test("twenty operands are more than a kernel has room for", async () => {
    const sumOf = (): Tensor => Array.from({ length: 20 }, (_, i) => waves([40], i)).reduce((a, b, i) => (i % 2 ? sub(a, b) : add(a, b)));
    const [here, there] = await both(sumOf);
    expect(here).toEqual(there);
    const [joined, apart] = await both(() => cat(Array.from({ length: 20 }, (_, i) => waves([3], i))));
    expect(joined).toEqual(apart);
  });
});

test("what a kernel of many numbers was given is no other kernel's zero", async () => {
  const two = (): Promise<Data[]> => read(exp(waves([300], 1)), exp(waves([200], 3))),
    before = await two(),
    broad = Array.from({ length: 24 }, (_, i) => waves(i % 2 ? [6, 1, 5, 3] : [6, 7, 1, 3], i));
  await broad.reduce((a, b) => add(a, b)).data();
  expect(await two()).toEqual(before);
});

describe("float64", () => {
  test.each([
    ["to", () => to(waves([3], 1), "float64")],
    ["add", () => add(tensor(Float64Array.of(1, 2)), 1)],
    ["tensor", () => tensor([1, 2], { dtype: "float64", device: gpu })],
  ])("is refused at the call: %s", (name, f) => {
    expect(f).toThrow(new TypeError(`${name}: there is no float64 on webgpu. Use float32, or a device that has it, as cpu().`));
  });
});

describe("an index that is out of range", () => {
  const bad = (): Tensor => add(tensor(Int32Array.of(1, 7)), 0);
  test("is told by the read of what depends on it, and of nothing else", async () => {
    const table = waves([5, 2], 1),
      picked = exp(indexSelect(table, 0, bad())),
      other = exp(table);
    await expect(picked.data()).rejects.toThrow(/indexSelect: index 7 is out of range for a dimension of 5/);
    await expect(mul(picked, 2).data()).rejects.toThrow(/index 7/);
    expect((await other.data()).length).toBe(10);
  });
  test("of a parameter's gradient, by the parameter", async () => {
    const table = parameter(waves([5, 2], 1)),
      optimizer = new optim.SGD([table], { lr: 0.1 });
    backward(sum(embedding(table, bad())));
    optimizer.step();
    await expect(table.data()).rejects.toThrow(/index 7 is out of range/);
  });
  test("a total beyond int32 is as well", async () => {
    await expect(sum(tensor(Int32Array.of(2e9, 2e9, 5))).data()).rejects.toThrow(/beyond int32/);
    expect([...(await sum(tensor(Int32Array.of(2e9, -2e9, 5))).data())]).toEqual([5]);
  });
});

describe("what is read", () => {
  test("is what somebody asked for", async () => {
    const w = parameter(waves([64], 1)),
      before = stats().readbacks;
    for (let i = 0; i < 3; i++) noGrad(() => assign([[w, sub(w, mul(exp(w), 0.01))]]));
    expect(stats().readbacks).toEqual(before);
    await w.data();
    expect(stats().readbacks).toEqual({ count: before.count + 1, bytes: before.bytes + 256 });
  });
  test("cannot be had at once", () => {
    expect(() => exp(waves([3], 1)).dataSync()).toThrow("dataSync: webgpu cannot answer at once. Use await data().");
    expect(() => exp(waves([1], 1)).item()).toThrow("item: webgpu cannot answer at once. Use await data().");
  });
  test("moves to the CPU", async () => {
    const x = await toDevice(exp(waves([3], 1)), main);
    expect(x.dataSync().length).toBe(3);
  });
});
