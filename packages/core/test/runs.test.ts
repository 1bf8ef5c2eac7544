/** When things run, and what runs leave behind: the rules of ARCHITECTURE.md, "When things run". */
import { beforeEach, describe, expect, test } from "vitest";
import { backward } from "@evenkeel/autograd";
import {
  add,
  assign,
  cos,
  embedding,
  type Ex,
  exp,
  gt,
  maskedSelect,
  matmul,
  memory,
  mul,
  neg,
  parameter,
  permute,
  read,
  realize,
  reshape,
  setDefaultDevice,
  stabilise,
  stats,
  sin,
  sub,
  sum,
  type Tensor,
  tensor,
} from "@evenkeel/core";
import { watched, type Watched } from "./watched.js";

let device: Watched;
beforeEach(() => setDefaultDevice((device = watched())));

describe("values are fixed when they are recorded", () => {
  test("tensor() copies its data", () => {
    const data = Float32Array.of(1, 2),
      t = tensor(data),
      y = add(t, 1);
    data[0] = 100;
    expect([...y.dataSync()]).toEqual([2, 3]);
  });
  test("numbers are rounded to float32", () => expect(mul(tensor([3]), 0.1).item()).toBe(Math.fround(3 * Math.fround(0.1))));
  test("the mode, of each op, whatever is restated below it or above", () => {
    const small = (x: Tensor): Tensor => sub(add(x, 1), 1),
      x = exp(tensor([-20]));
    const restated = small(x);
    expect(stabilise("off", () => small(restated)).item()).toBe(0);
    const written = stabilise("off", () => small(x));
    expect(small(restated).item()).toBe(Math.fround(Math.exp(-20)));
    expect([restated.item(), written.item()]).toEqual([Math.fround(Math.exp(-20)), 0]);
  });
  test("a parameter is read as it was", () => {
    const p = parameter([1, 2]),
      y = mul(p, 10);
    p.assign([5, 6]);
    expect([...y.dataSync()]).toEqual([10, 20]);
    expect([...mul(p, 10).dataSync()]).toEqual([50, 60]);
  });
});

describe("what starts a run", () => {
  test("recording does not", () => {
    exp(add(tensor([1]), 1));
    expect(device.requests).toHaveLength(0);
  });
  test("an op whose shape depends on values does, with what it depends on and no more", async () => {
    const x = exp(tensor([1, 2])),
      mask = gt(tensor([1, -1]), 0),
      picked = maskedSelect(x, mask);
    expect(device.requests).toHaveLength(1);
    expect((await picked).shape).toEqual([1]);
    expect(device.requests).toHaveLength(1);
  });
  test("reading two roots is one plan and one shared kernel", async () => {
    const e = exp(tensor([1, 2]));
    await read(add(e, 1), e);
    expect(device.requests).toHaveLength(1);
  });
  test("backward keeps the loss and the gradients; reading them runs nothing", () => {
    const p = parameter([1, 2]),
      loss = sum(mul(p, p));
    backward(loss);
    const before = device.requests.length;
    expect(loss.item()).toBe(5);
    expect([...p.grad!.dataSync()]).toEqual([2, 4]);
    expect(device.requests).toHaveLength(before);
  });
});

test("nothing is computed three times: the second run that needs a node keeps it", () => {
  const h = sin(tensor(new Float32Array(4096).fill(0.5))),
    has = (body: Ex): boolean => body.word === "sin" || body.args.some(has);
  /** Whether a run of the sum of h·n computes sines. */
  const computes = (n: number): boolean => {
    device.requests.length = 0;
    sum(mul(h, n)).dataSync();
    return device.requests.some((r) => "program" in r && r.program.steps.some((s) => has(s.body)));
  };
  expect([1, 2, 3, 4].map(computes)).toEqual([true, true, false, false]);
});

test("a chain of 1e5 ops needs no stack, and ends in flat memory", () => {
  let x = tensor([1, 2, 3]);
  for (let i = 0; i < 1e5; i++) x = add(x, 1);
  expect([...x.dataSync()]).toEqual([100001, 100002, 100003]);
  expect(memory().used).toBeLessThan(1e6);
});
test("x = f(x), read each turn, is linear and flat", () => {
  let x = tensor([1]);
  for (let i = 0; i < 20000; i++) {
    x = neg(x);
    x.item();
  }
  expect(x.item()).toBe(1);
  expect(stats().plans.built).toBeLessThan(5);
  expect(memory().used).toBeLessThan(1e5);
});

describe("a run happens whole or not at all", () => {
  test.each([0, 1, 2, 3])("kernel %i of a training step fails: no state changes, nothing leaks", (n) => {
    const p = parameter([1, 2]),
      used = memory().used;
    const step = (): void => {
      backward(sum(sin(cos(sin(p)))));
      p.assign(sub(p, p.grad!));
    };
    device.failAt = n;
    expect(step).toThrow("planted failure");
    device.failAt = -1;
    expect([...p.dataSync()]).toEqual([1, 2]);
    // Where the update is what failed, the parameter's spare buffer may be there already, and the copy of a value that was read twice.
    expect(memory().used - used).toBeLessThanOrEqual(n < 3 ? 0 : 128);
    p.grad = null;
    step();
    expect(p.updates).toBe(1);
  });
  test("out of memory at any reservation: a typed error, everything given back, the next run gives the same bits", () => {
    const x = tensor(new Float32Array(5000).fill(0.3)),
      make = () => sum(sin(cos(sin(cos(x)))));
    const want = make().item(),
      used = memory().used;
    let failed = 0;
    for (let n = 0; n < 20; n++) {
      device.failReserve = n;
      try {
        expect(make().item()).toBe(want);
      } catch (e) {
        expect(e).toBeInstanceOf(RangeError);
        failed++;
      }
      device.failReserve = -1;
      expect(memory().used).toBeLessThanOrEqual(Math.max(used, 5000 * 4 + 1024));
      expect(make().item()).toBe(want);
    }
    expect(failed).toBeGreaterThan(2);
  });
  test("no memory for one of several results: those before it are given back, with all that was between", () => {
    const x = tensor(new Float32Array(5000).fill(0.3)),
      attempt = (): void => {
        const a = cos(sin(x));
        realize(a, sin(add(a, 1)), cos(sub(a, 1)));
      };
    for (let i = 0; i < 2; i++) realize(neg(x)); // the copy of data is there to stay
    const live = device.live.size;
    let n = 0;
    for (; n < 20; n++) {
      device.failReserve = n;
      try {
        attempt();
        break;
      } catch {
        expect(device.live.size).toBe(live);
      }
    }
    expect(n).toBeGreaterThanOrEqual(3);
    expect(device.live.size).toBe(live + 3);
  });
});

describe("state", () => {
  test("what was recorded before the last update is readable until the next one", () => {
    const p = parameter([1]),
      old = mul(p, 10);
    p.assign([2]);
    const newer = mul(p, 10);
    expect(old.item()).toBe(10);
    p.assign([3]);
    expect(newer.item()).toBe(20);
  });
  test("reading across two updates throws, naming state and updates", () => {
    const p = parameter([1], { name: "scale" }),
      old = mul(p, 10);
    p.assign([2]);
    const mid = mul(p, 10);
    p.assign([3]);
    p.assign([4]);
    expect(() => mid.item()).toThrow(/scale was updated twice.*updates 2 and 3/);
    expect(() => old.item()).toThrow(/scale was updated twice/);
  });
  test("an update may read the value it replaces, views and itself", () => {
    const p = parameter([1, 2]);
    for (let i = 0; i < 5; i++) p.assign(add(p, mul(p, 1)));
    expect([...p.dataSync()]).toEqual([32, 64]);
  });
});

test("while a loop awaits reads, timers have their turn", async () => {
  const ticks: number[] = [],
    timer = setInterval(() => ticks.push(performance.now()), 5),
    end = performance.now() + 10_000;
  let x = tensor(new Float32Array(1000));
  while (ticks.length <= 3 && performance.now() < end) {
    x = add(x, 1);
    await x.data();
  }
  clearInterval(timer);
  expect(ticks.length).toBeGreaterThan(3);
});

test("moving numbers and lengths make at most 5 plans", () => {
  const p = parameter([1, 2, 3]);
  const step = (i: number): void => {
    const x = tensor(new Float32Array(2 + (i % 100)).fill(1)),
      loss = sum(mul(sum(mul(p, p)), sum(exp(mul(x, 1 / (i + 1))))));
    p.grad = null;
    backward(loss);
    p.assign(sub(p, mul(p.grad!, 1e-6 / (i + 1))));
    loss.item();
  };
  for (let i = 0; i < 20; i++) step(i);
  const kernels = stats().kernels.built;
  for (let i = 20; i < 1500; i++) step(i);
  expect(stats().plans.built).toBeLessThanOrEqual(5);
  expect(stats().kernels.built).toBe(kernels);
});

describe("memory", () => {
  const big = (x: number): Tensor => tensor(new Float32Array(50_000).fill(x));
  test("values over the budget move to the heap, and are used again as they were, integers too", () => {
    setDefaultDevice(device, { budget: 500_000 });
    const ids = reshape(
      permute(
        tensor(
          Int32Array.from({ length: 40_000 }, (_, i) => i % 7),
          { shape: [200, 200] },
        ),
        [1, 0],
      ),
      [40_000],
    );
    const kept = Array.from({ length: 8 }, (_, i) => exp(big(i)));
    realize(ids);
    const before = [...ids.dataSync()];
    for (const t of kept) realize(t);
    expect(memory().cached).toBeLessThanOrEqual(500_000);
    expect([...ids.dataSync()]).toEqual(before);
    expect(
      embedding(
        tensor(
          Float32Array.from({ length: 7 }, (_, i) => i),
          { shape: [7, 1] },
        ),
        ids,
      ).dataSync()[201],
    ).toBe(before[201]);
    kept.forEach((t, i) => expect(add(t, 0).dataSync()[49_999]).toBe(Math.fround(Math.exp(i))));
  });
  test("dispose frees at once, and reading afterwards says so", () => {
    const t = exp(big(1));
    realize(t);
    const before = memory().cached;
    t.dispose();
    expect(before - memory().cached).toBeGreaterThanOrEqual(200_000);
    expect(() => add(t, 1).dataSync()).toThrow(/^read: this exp was disposed of/);
    const data = big(2);
    data.dispose();
    expect(data.dataSync()[0]).toBe(2);
  });
  test("a view of a whole tensor shares its memory", () => {
    const t = exp(big(1));
    realize(t);
    const before = memory();
    const r = reshape(t, [50, 1000]);
    realize(r);
    expect(memory()).toEqual(before);
    expect(r.dataSync()[49_999]).toBe(Math.fround(Math.E));
  });
});

describe("several updates in one run", () => {
  test("one value may go to two parameters", () => {
    const p = parameter([0, 0]),
      q = parameter([0, 0]),
      y = exp(tensor([0, 1]));
    assign([
      [p, y],
      [q, y],
    ]);
    expect([...p.dataSync()]).toEqual([...y.dataSync()]);
    expect([...q.dataSync()]).toEqual([...y.dataSync()]);
  });
  test("two parameters may change places", () => {
    const p = parameter([1]),
      q = parameter([2]);
    for (let i = 0; i < 3; i++)
      assign([
        [p, q],
        [q, p],
      ]);
    expect([p.item(), q.item()]).toEqual([2, 1]);
  });
  test("one parameter twice is refused", () => {
    const p = parameter([1], { name: "w" });
    expect(() =>
      assign([
        [p, [2]],
        [p, [3]],
      ]),
    ).toThrow(/^assign: w is updated twice in one run/);
    expect(p.item()).toBe(1);
  });
});

test("a working set above the budget is bound whole", () => {
  setDefaultDevice(device, { budget: 20_000 });
  const data = (x: number): Tensor => tensor(new Float32Array(4000).fill(x)),
    a = data(1),
    b = data(2),
    c = data(3);
  for (const t of [a, b, c, a, b, c]) sum(t).item();
  expect(add(add(a, b), mul(c, 10)).dataSync()[3999]).toBe(33);
  expect(memory().cached).toBeLessThanOrEqual(20_000);
});
test("a recurrence that is read each turn is flat", () => {
  let h = tensor(new Float32Array(10_000).fill(0.01), { shape: [100, 100] });
  const w = tensor(new Float32Array(10_000).fill(0.01), { shape: [100, 100] });
  for (let i = 0; i < 400; i++) {
    h = matmul(h, w);
    sum(h).item();
  }
  let links = 0;
  for (let x: Tensor | undefined = h; x; x = x.inputs[0]) links++;
  // The last few turns, of 400.
  expect(links).toBeLessThan(10);
});

test("what becomes a number is readable", () => {
  const x = tensor(3);
  expect(mul(exp(x), exp(neg(x))).item()).toBe(1);
  expect([...mul(exp(tensor([1, 2])), exp(neg(tensor([1, 2])))).dataSync()].map(Math.round)).toEqual([1, 1]);
  const p = parameter(5);
  p.assign(mul(exp(x), exp(neg(x))));
  expect(p.item()).toBe(1);
});
