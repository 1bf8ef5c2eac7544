/** Ten thousand training steps through the one-install package: flat memory, few plans, no new kernels, a loss that goes down. */
import { expect, test } from "vitest";
import { add, backward, embedding, log, memory, mul, neg, optim, parameter, reshape, sigmoid, stats, sub, sum, tensor } from "evenkeel";

test("10,000 steps of word vectors hold flat memory and at most 5 plans", async () => {
  const V = 60,
    D = 8,
    B = 16,
    K = 3;
  let seed = 1;
  const next = (): number => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0);
  const table = () =>
    parameter(
      tensor(
        Float32Array.from({ length: V * D }, () => next() / 2 ** 32 - 0.5),
        { shape: [V, D] },
      ),
    );
  const words = table(),
    tags = table(),
    opt = new optim.SGD([words, tags], { lr: 0.05 });
  // Word i goes with word i + 1, and with no other.
  const step = (b: number) => {
    const centre = Int32Array.from({ length: b }, () => next() % V),
      near = centre.map((i) => (i + 1) % V),
      far = Int32Array.from({ length: b * K }, () => next() % V);
    const anchor = embedding(words, tensor(centre)),
      positive = sum(mul(anchor, embedding(tags, tensor(near))), -1);
    const negative = sum(mul(reshape(anchor, [b, 1, D]), embedding(tags, tensor(far, { shape: [b, K] }))), -1);
    const loss = add(sum(neg(log(sigmoid(positive)))), sum(neg(log(sub(1, sigmoid(negative))))));
    opt.zeroGrad();
    backward(loss);
    opt.lr *= 0.9999;
    opt.step();
    return loss;
  };
  let first = 0,
    last = 0,
    used = 0,
    kernels = 0;
  for (let i = 0; i < 10_000; i++) {
    const b = B + (i % 7),
      loss = step(b);
    if (i < 100) first += loss.item() / b;
    if (i >= 9900) last += ((await loss.data())[0] as number) / b;
    if (i === 20) kernels = stats().kernels.built;
    if (i === 100) used = memory().used;
  }
  expect(last).toBeLessThan(0.7 * first);
  expect(memory().used).toBeLessThanOrEqual(used);
  expect(stats().plans.built).toBeLessThanOrEqual(5);
  expect(stats().kernels.built).toBe(kernels);
}, 300_000);
