/** A plan's key is structure: learning rates, batch lengths and windows move, and plans and kernels stay. */
import {
  backward,
  cpu,
  embedding,
  matmul,
  mul,
  neg,
  optim,
  parameter,
  read,
  reshape,
  setDefaultDevice,
  sigmoid,
  stats,
  add,
  sum,
  tensor,
  type Tensor,
} from "evenkeel";
import { beforeEach, expect, test } from "vitest";
import { model, numbers, random, squaredError } from "./model.js";

beforeEach(() => setDefaultDevice(cpu()));

test("10,000 steps, the learning rate changing each step, 1,000 batch lengths, moving windows: 5 plans, no kernel after 20 steps", () => {
  const m = model(),
    table = parameter(random([50, 6], 9)),
    opt = new optim.SGD([...m.params, table], { lr: 0.1, momentum: 0.9 });
  const targets = numbers(1100 * 3),
    ids = Int32Array.from({ length: 1100 }, (_, i) => (i * i) % 50);
  let kernels = 0;
  for (let i = 0; i < 10_000; i++) {
    // Every length from 1 to 1,000, in no order. The first is 1: a product with one row has a kernel of its own.
    const rows = 1 + ((617 * i) % 1000),
      start = i % 100;
    const x = embedding(table, tensor(ids.subarray(start, start + rows))),
      y = tensor(targets.subarray(3 * start, 3 * (start + rows)), { shape: [rows, 3] });
    const loss = mul(squaredError(m.predict(x), y), 1 / rows);
    opt.zeroGrad();
    backward(loss);
    opt.lr = 0.01 / (1 + i / 1000);
    opt.step();
    loss.item();
    if (i === 19) kernels = stats().kernels.built;
  }
  expect(stats().plans.built).toBeLessThanOrEqual(5);
  expect(stats().kernels.built).toBe(kernels);
}, 120_000);

test("sizes that agree by chance are no other structure", () => {
  const w = parameter(random([7, 12], 1)),
    b = parameter(random([12], 2));
  const step = (n: number): void => {
    const y = sigmoid(add(matmul(tensor(numbers(n * 7), { shape: [n, 7] }), w), b));
    w.zeroGrad();
    b.zeroGrad();
    backward(sum(mul(y, reshape(tensor(numbers(12)), [1, 12]))));
  };
  // 4·12 elements are whole steps of 16, for which there are kernels of their own.
  for (const n of [3, 4, 30]) step(n);
  const { plans, kernels } = stats();
  for (let n = 2; n <= 30; n++) step(n);
  expect(stats().plans.built).toBe(plans.built);
  expect(stats().kernels.built).toBe(kernels.built);
});

test("what has another structure has a plan of its own: which operands broadcast, which are the same, what is kept", async () => {
  const plansOf = async (...ts: Tensor[]): Promise<number> => {
    const before = stats().plans.built;
    await read(...ts);
    return stats().plans.built - before;
  };
  const a = random([2, 3], 1),
    b = random([2, 3], 2),
    row = random([1, 3], 3),
    c = neg(random([5, 4], 4));
  expect(await plansOf(mul(neg(a), neg(b)))).toBe(1);
  expect(await plansOf(mul(c, neg(random([5, 4], 5))))).toBe(0);
  expect(await plansOf(mul(neg(a), neg(row)))).toBe(1);
  expect(await plansOf(mul(neg(b), neg(b)))).toBe(1);
  const kept = neg(random([2, 3], 6));
  expect(await plansOf(mul(kept, neg(random([2, 3], 7))), kept)).toBe(1);
});
