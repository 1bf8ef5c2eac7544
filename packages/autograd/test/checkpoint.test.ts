/** Checkpoints: the same bits in less memory, and f is called once. */
import { beforeEach, describe, expect, test } from "vitest";
import { add, log, matmul, memory, mul, neg, parameter, type Parameter, setDefaultDevice, sigmoid, sum, type Tensor, tensor } from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { backward, checkpoint, grad } from "../src/index.js";

let peak = 0,
  kernels = 0;
beforeEach(() => {
  const inner = cpu();
  setDefaultDevice(
    Object.assign(Object.create(inner) as typeof inner, {
      run(request: Parameters<typeof inner.run>[0]) {
        peak = Math.max(peak, memory().used);
        kernels++;
        return inner.run(request);
      },
    }),
  );
});
const SIZE = 64,
  LAYERS = 32;
const data = (seed: number): Float32Array =>
  Float32Array.from({ length: SIZE * SIZE }, (_, i) => Math.fround(((i * 7919 + seed * 104729) % 1001) / 1001 - 0.5));
const weights = (): Parameter[] => Array.from({ length: LAYERS }, (_, i) => parameter(tensor(data(i), { shape: [SIZE, SIZE] })));
/** Layers in blocks of 8. */
function loss(ws: readonly Parameter[], wrap: (f: (h: Tensor) => Tensor) => (h: Tensor) => Tensor): Tensor {
  let h: Tensor = tensor(data(99), { shape: [SIZE, SIZE] });
  for (let i = 0; i < LAYERS; i += 8) h = wrap((x) => ws.slice(i, i + 8).reduce((y, w) => sigmoid(matmul(y, w)), x))(h);
  return sum(mul(h, h));
}
const plainly = (f: (h: Tensor) => Tensor): ((h: Tensor) => Tensor) => f;

function measured(wrap: typeof plainly, readFirst = false): { bytes: number; grads: Float32Array[]; kernels: number; left: number } {
  const ws = weights();
  ws.forEach((w) => w.assign(w)); // now they live on the device, and are no part of what is measured
  const y = loss(ws, wrap);
  if (readFirst) y.item();
  const before = memory().used;
  peak = 0;
  kernels = 0;
  backward(y);
  return { bytes: peak - before, grads: ws.map((w) => w.grad!.dataSync() as Float32Array), kernels, left: memory().used - before };
}

describe("in a run of loss and gradients", () => {
  test("the peak is lower, inner values are computed twice, and the gradients have the same bits", () => {
    const plain = measured(plainly),
      less = measured(checkpoint);
    expect(less.grads).toEqual(plain.grads);
    const layer = SIZE * SIZE * 4,
      gradients = LAYERS * layer;
    // Without: at least one value of each layer. With: what enters blocks, and the values of one or two blocks.
    expect(plain.bytes - gradients).toBeGreaterThanOrEqual(LAYERS * layer);
    expect(less.bytes - gradients).toBeLessThan(0.5 * (plain.bytes - gradients));
    expect(less.kernels).toBeGreaterThan(plain.kernels + LAYERS);
  });
  test("what a second run needs is not kept for it", () => {
    const plain = measured(plainly, true),
      less = measured(checkpoint, true);
    expect(less.grads).toEqual(plain.grads);
    const layer = SIZE * SIZE * 4;
    expect(plain.left - less.left).toBeGreaterThanOrEqual((LAYERS / 2) * layer);
  });
});

test("f is called once, and what it makes at random is the same", () => {
  let calls = 0;
  const p = parameter([1, 2]),
    noisy = checkpoint((x: Tensor) => (calls++, mul(x, tensor([Math.random(), Math.random()]))));
  const y = noisy(sigmoid(p));
  backward(sum(mul(y, y)));
  expect(calls).toBe(1);
  const s = sigmoid(p).dataSync(),
    noise = y.dataSync().map((v, i) => v / s[i]!),
    want = grad((q: Tensor) => sum(mul(mul(sigmoid(q), noise as Float32Array), mul(sigmoid(q), noise as Float32Array))))(p).dataSync();
  p.grad!.dataSync().forEach((g, i) => expect(Math.abs(g - want[i]!)).toBeLessThanOrEqual(8 * 2 ** -24 * Math.abs(want[i]!)));
});
test("values that are there already are not computed again", () => {
  const p = parameter(data(1)),
    inner: Tensor[] = [];
  const y = checkpoint((x: Tensor) => {
    inner.push(sigmoid(x));
    return sigmoid(inner[0]!);
  })(p);
  inner[0]!.dataSync();
  kernels = 0;
  backward(sum(y));
  const known = kernels;
  const q = parameter(data(1)),
    z = checkpoint((x: Tensor) => sigmoid(sigmoid(x)))(q);
  kernels = 0;
  backward(sum(z));
  expect(kernels).toBeGreaterThan(known);
  expect([...p.grad!.dataSync()]).toEqual([...q.grad!.dataSync()]);
});
test("forms pass through, and second derivatives too", () => {
  const p = parameter([-200, 3]),
    s = checkpoint((x: Tensor) => sigmoid(x))(p),
    nll = sum(neg(log(s)));
  expect(nll.item()).toBe(Math.fround(200 + Math.log1p(Math.exp(-3))));
  const f = (wrap: (g: (x: Tensor) => Tensor) => (x: Tensor) => Tensor) => (x: Tensor) => sum(wrap((y) => mul(sigmoid(y), mul(y, y)))(add(x, 1)));
  const second = (wrap: typeof checkpoint) => grad((x: Tensor) => sum(grad(f(wrap as never))(x)))(tensor([0.5, -2]));
  expect([...second(checkpoint).dataSync()]).toEqual([...second(((g: unknown) => g) as never).dataSync()]);
});
test("a promise is refused", () => expect(() => checkpoint(async () => 1)()).toThrow(/^checkpoint: the function returned a promise/));
