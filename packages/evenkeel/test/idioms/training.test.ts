/** What people write around a training step: metrics, averages, accumulation, schedules, several optimizers, several heads. */
import { add, assign, backward, matmul, memory, mul, noGrad, optim, parameter, setDefaultDevice, stats, sub, sum, tensor } from "evenkeel";
import { beforeEach, describe, expect, test } from "vitest";
import { type Watched, watched } from "../../../core/test/watched.js";
import { bits, model, random, squaredError, step } from "./model.js";

let device: Watched;
beforeEach(() => setDefaultDevice((device = watched())));

describe("metrics counted after step()", () => {
  test("loss and predictions are those from before the update, read or not", () => {
    const look = model(),
      blind = model();
    const seen = step(look, new optim.SGD(look.params, { lr: 0.1 }), 0),
      before = model()
        .predict(random([4, 6], 100))
        .dataSync();
    expect([...seen.prediction.dataSync()]).toEqual([...before]);
    expect(seen.loss.item()).toBe(squaredError(tensor(before, { shape: [4, 3] }), random([4, 3], 200)).item());
    step(blind, new optim.SGD(blind.params, { lr: 0.1 }), 0);
    expect(bits(look.params)).toEqual(bits(blind.params));
  });
  test("the loss costs no kernel after the step", () => {
    const m = model(),
      { loss } = step(m, new optim.SGD(m.params, { lr: 0.1 }), 0);
    device.requests.length = 0;
    loss.item();
    expect(device.requests).toHaveLength(0);
  });
  test("predictions of the step before last name the parameter and both updates", () => {
    const m = model(),
      opt = new optim.SGD(m.params, { lr: 0.1 }),
      { prediction } = step(m, opt, 0);
    step(m, opt, 1);
    expect(() => prediction.dataSync()).toThrow(/^read: \w\d was updated twice since this was recorded \(updates 1 and 2\)\. Record it again\.$/);
  });
});

test("an average by hand follows the weights", () => {
  const p = parameter([1, 2]),
    ema = parameter([0, 0], { requiresGrad: false });
  const want = [0, 0],
    f = Math.fround;
  for (let i = 1; i <= 50; i++) {
    p.assign([i, -i]);
    ema.assign(add(mul(ema, 0.99), mul(p, 0.01)));
    [i, -i].forEach((x, k) => (want[k] = f(f(want[k]! * f(0.99)) + f(x * f(0.01)))));
  }
  expect([...ema.dataSync()]).toEqual(want);
  expect(stats().plans.built).toBeLessThanOrEqual(2);
});

test("gradients of micro-batches add up to those of the batch, and the loop is flat", () => {
  // Small whole numbers: every sum is exact, in every order.
  const w = parameter([[2], [-1], [3]]),
    data = Float32Array.from({ length: 24 }, (_, i) => (i * 7) % 11),
    target = Float32Array.from({ length: 8 }, (_, i) => i % 3);
  const backwardOf = (from: number, to: number): void => {
    const x = tensor(data.slice(3 * from, 3 * to), { shape: [to - from, 3] });
    backward(squaredError(matmul(x, w), tensor(target.slice(from, to), { shape: [to - from, 1] })));
  };
  backwardOf(0, 8);
  const want = [...w.grad!.dataSync()];
  for (let turn = 0; turn < 20; turn++) {
    w.zeroGrad();
    for (let i = 0; i < 8; i += 2) backwardOf(i, i + 2);
    expect([...w.grad!.dataSync()]).toEqual(want);
  }
  // What is left are device copies of the first value and of data.
  expect(memory().cached - memory().copies).toBe(0);
  expect(stats().plans.built).toBeLessThanOrEqual(4);
});

describe("two optimizers", () => {
  test("on disjoint parameters do what one does", () => {
    const one = model(),
      two = model(),
      all = new optim.SGD(one.params, { lr: 0.1 });
    const [first, second] = [two.params.slice(0, 2), two.params.slice(2)].map((params) => new optim.SGD(params, { lr: 0.1 })) as [
      optim.SGD,
      optim.SGD,
    ];
    for (let i = 0; i < 5; i++) {
      step(one, all, i);
      first.zeroGrad();
      second.zeroGrad();
      backward(squaredError(two.predict(random([4, 6], 100 + i)), random([4, 3], 200 + i)));
      first.step();
      second.step();
    }
    expect(bits(two.params)).toEqual(bits(one.params));
  });
  test("on shared parameters: the second step starts where the first ended, with the gradient from before both", () => {
    const p = parameter([1, 2], { name: "shared" }),
      a = new optim.SGD([p], { lr: 0.5 }),
      b = new optim.SGD([p], { lr: 0.25 });
    const recorded = mul(p, 1);
    backward(sum(mul(p, p)));
    a.step();
    const between = mul(p, 1);
    b.step();
    expect([...p.dataSync()]).toEqual([1 - 1 - 0.5, 2 - 2 - 1]);
    expect([...p.grad!.dataSync()]).toEqual([2, 4]);
    expect([...between.dataSync()]).toEqual([0, 0]);
    expect(() => recorded.dataSync()).toThrow(/shared was updated twice/);
  });
});

test("a learning rate that changes each step makes no plan and no kernel", () => {
  const m = model(),
    opt = new optim.SGD(m.params, { lr: 0.1, momentum: 0.9 });
  for (let i = 0; i < 3; i++) step(m, opt, i);
  const { plans, kernels } = stats();
  for (let i = 3; i < 300; i++) {
    opt.lr = 0.05 * (1 + Math.cos((i / 300) * Math.PI));
    step(m, opt, i);
  }
  expect(stats().plans.built).toBe(plans.built);
  expect(stats().kernels.built).toBe(kernels.built);
});

test("evaluating under noGrad between steps changes no bit of the training", () => {
  const train = (evaluate: boolean): number[][] => {
    const m = model(),
      opt = new optim.SGD(m.params, { lr: 0.1, momentum: 0.9 });
    for (let i = 0; i < 10; i++) {
      step(m, opt, i);
      if (!evaluate) continue;
      const loss = noGrad(() => squaredError(m.predict(random([16, 6], 5)), random([16, 3], 6)));
      expect(loss.requiresGrad).toBe(false);
      expect(loss.item()).toBeGreaterThan(0);
    }
    return bits(m.params);
  };
  expect(train(true)).toEqual(train(false));
});
test("assign inside noGrad is an update like any other", () => {
  const p = parameter([1, 2]);
  noGrad(() => p.assign(sub(p, mul(p, 0.5))));
  expect([...p.dataSync()]).toEqual([0.5, 1]);
  expect(p.requiresGrad).toBe(true);
  backward(sum(mul(p, p)));
  expect([...p.grad!.dataSync()]).toEqual([1, 2]);
  noGrad(() => assign([[p, p.grad!]]));
  expect([...p.dataSync()]).toEqual([1, 2]);
});

test("a mask is the same in forward and backward, though its array is filled anew for each step", () => {
  const p = parameter([1, 2, 3, 4]),
    mask = new Float32Array(4);
  for (let turn = 0; turn < 3; turn++) {
    for (let i = 0; i < 4; i++) mask[i] = (i + turn) % 2 ? 2 : 0;
    const used = [...mask],
      dropped = mul(p, tensor(mask));
    mask.fill(NaN);
    p.zeroGrad();
    backward(sum(dropped));
    expect([...p.grad!.dataSync()]).toEqual(used);
    expect([...dropped.dataSync()]).toEqual(used.map((x, i) => x * (i + 1)));
  }
});
