/** Who holds what: gradients that are looked at, values that are evicted, arrays that are filled again. */
import {
  add,
  backward,
  cpu,
  exp,
  matmul,
  memory,
  mul,
  neg,
  optim,
  parameter,
  realize,
  setDefaultDevice,
  stats,
  sum,
  tensor,
  type Tensor,
} from "evenkeel";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { beforeEach, describe, expect, test } from "vitest";
import { bits, model, numbers, random, squaredError, step } from "./model.js";

beforeEach(() => setDefaultDevice(cpu()));

describe("gradients read in a loop that never yields", () => {
  const SIZE = 50_000;
  const train = (steps: number, each: (grads: Tensor[]) => void): void => {
    const params = [1, 2, 3].map((seed) => parameter(numbers(SIZE, seed))),
      opt = new optim.SGD(params, { lr: 1e-3 });
    for (let i = 0; i < steps; i++) {
      opt.zeroGrad();
      backward(params.map((p) => sum(mul(p, p))).reduce((a, b) => add(a, b)));
      each(params.map((p) => p.grad!));
      opt.step();
    }
    expect(memory().state).toBe(3 * 2 * SIZE * 4);
    // The first values' copies have gone: what is cached are the gradients of the last step.
    expect(memory().cached).toBe(3 * SIZE * 4);
    expect(memory().used).toBeLessThan(1.2 * 9 * SIZE * 4);
  };
  test("each one, each step: the device holds those of the last", () => {
    train(200, (grads) => grads.forEach((g) => expect(g.dataSync()).toHaveLength(SIZE)));
    expect(stats().evicted.bytes).toBe(199 * 3 * SIZE * 4);
  });
  test("none: nothing is moved", () => {
    train(20, () => {});
  });
  test("held on to, they are what they were", () => {
    const held: Tensor[] = [],
      then: number[][] = [];
    train(5, ([g]) => {
      held.push(g!);
      then.push(bits([g!])[0]!);
    });
    expect(bits(held)).toEqual(then);
    expect(bits([add(held[0]!, 0)])).toEqual([then[0]]);
  });
  test("set by hand and accumulated onto, they add up", () => {
    const p = parameter(numbers(SIZE)),
      mine = tensor(new Float32Array(SIZE).fill(0.25));
    p.grad = mine;
    for (let i = 0; i < 3; i++) backward(sum(mul(p, 2)));
    expect(p.grad.dataSync()[7]).toBe(6.25);
    p.zeroGrad();
    expect(mine.dataSync()[7]).toBe(0.25);
  });
});

describe("a budget that holds almost nothing", () => {
  const program = (): Tensor[] => {
    const x = random([50, 50], 1),
      y = exp(matmul(x, x)),
      z = neg(y);
    return [y, z, add(y, z), sum(mul(y, z)), matmul(z, y)];
  };
  test("changes no value: looked at, used again, evicted in between", () => {
    const want = bits(program());
    setDefaultDevice(cpu(), { budget: 1 });
    const nodes = program();
    for (let turn = 0; turn < 3; turn++) {
      for (const t of nodes) realize(t);
      expect(bits(nodes)).toEqual(want);
      expect(memory().cached).toBe(0);
    }
    expect(bits([matmul(nodes[1]!, nodes[0]!)])).toEqual([want[4]]);
    expect(stats().evicted.values).toBeGreaterThan(3);
  });
  test("changes no bit of a training", () => {
    const train = (): number[][] => {
      const m = model(6, 300, 3),
        opt = new optim.SGD(m.params, { lr: 0.01, momentum: 0.9 });
      for (let i = 0; i < 5; i++) {
        step(m, opt, i, 64);
        m.params[0]!.grad!.dataSync();
      }
      return bits(m.params);
    };
    const want = train();
    setDefaultDevice(cpu(), { budget: 1 });
    expect(train()).toEqual(want);
    expect(stats().evicted.values).toBeGreaterThanOrEqual(5);
  });
  test("and an accumulating gradient", () => {
    const accumulated = (): number[][] => {
      const m = model(6, 300, 3);
      for (let i = 0; i < 4; i++) backward(squaredError(m.predict(random([8, 6], i)), random([8, 3], i)));
      return bits(m.params.map((p) => p.grad!));
    };
    const want = accumulated();
    setDefaultDevice(cpu(), { budget: 1 });
    expect(accumulated()).toEqual(want);
  });
});

test("memory() says who holds what", () => {
  const KB = 1000,
    none = { state: 0, cached: 0, copies: 0, used: 0 };
  expect(memory()).toMatchObject(none);
  const data = tensor(new Float32Array(10 * KB)),
    p = parameter(new Float32Array(5 * KB));
  expect(memory()).toMatchObject(none);
  const y = exp(data);
  realize(y);
  expect(memory()).toMatchObject({ state: 0, cached: 40 * KB, copies: 0 });
  sum(data).item();
  expect(memory()).toMatchObject({ state: 0, cached: 80 * KB, copies: 40 * KB });
  p.assign(add(p, 1));
  expect(memory().state).toBe(20 * KB);
  p.assign(add(p, 1));
  p.assign(add(p, 1));
  expect(memory()).toMatchObject({ state: 40 * KB, cached: 80 * KB, copies: 40 * KB });
  y.dispose();
  expect(memory()).toMatchObject({ state: 40 * KB, cached: 40 * KB, copies: 40 * KB });
  expect(stats().evicted).toEqual({ values: 0, bytes: 0 });
});

test("what nobody can reach any more is given back: results, copies of data, parameters, the state of optimizers", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  (() => {
    const data = tensor(new Float32Array(2000)),
      p = parameter(new Float32Array(2000)),
      optimizer = new optim.SGD([p], { lr: 0.1, momentum: 0.9 });
    for (let i = 0; i < 3; i++) {
      optimizer.zeroGrad();
      backward(sum(mul(p, data)));
      optimizer.step();
    }
    realize(exp(data), add(p, data));
    expect(memory()).toMatchObject({ state: 32_000, copies: 8000 });
    expect(memory().cached).toBeGreaterThanOrEqual(24_000);
  })();
  // The collector runs finalisers between tasks, and what one lets go of waits for its next turn.
  for (let turn = 0; turn < 50 && memory().used > 0; turn++) {
    await new Promise((done) => setTimeout(done, 1));
    collect();
  }
  expect(memory()).toMatchObject({ state: 0, cached: 0, copies: 0, used: 0 });
});

test("an array may be filled again as soon as tensor() has it", () => {
  const buffer = new Float32Array(2000),
    ids = new Int32Array(3),
    sums: Tensor[] = [],
    indices: Tensor[] = [];
  for (let i = 0; i < 5; i++) {
    sums.push(sum(tensor(buffer.fill(i))));
    indices.push(tensor(ids.fill(i)));
    sums.push(sum(tensor(buffer.subarray(0, 1000).fill(2 * i), { shape: [10, 100] })));
  }
  expect(sums.map((t) => t.item())).toEqual([0, 1, 2, 3, 4].flatMap((i) => [2000 * i, 2000 * i]));
  expect(indices.map((t) => t.dataSync()[2])).toEqual([0, 1, 2, 3, 4]);
});
test("an array that was read is the reader's own", () => {
  for (const size of [2, 5000]) {
    const t = exp(tensor(new Float32Array(size)));
    t.dataSync().fill(7);
    expect(t.dataSync()[1]).toBe(1);
    const data = tensor(new Float32Array(size));
    data.dataSync().fill(7);
    expect(add(data, 0).dataSync()[1]).toBe(0);
  }
});
