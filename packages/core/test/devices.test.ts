/** Where things live: the rules of ARCHITECTURE.md, "Devices", on two CPUs of separate memories. */
import { beforeEach, describe, expect, test } from "vitest";
import { backward, checkpoint, grad, jvp } from "@evenkeel/autograd";
import {
  add,
  arange,
  assign,
  type Backend,
  bernoulli,
  type DType,
  empty,
  exp,
  eye,
  format,
  full,
  fullLike,
  linspace,
  log,
  logspace,
  manualSeed,
  maskedSelect,
  matmul,
  memory,
  mul,
  normal,
  ones,
  onesLike,
  type Parameter,
  parameter,
  rand,
  randint,
  randLike,
  randn,
  randnLike,
  randperm,
  read,
  realize,
  reshape,
  setDefaultDevice,
  sigmoid,
  stabilise,
  stats,
  sub,
  sum,
  type Tensor,
  tensor,
  to,
  toDevice,
  transpose,
  uniform,
  where,
  zeros,
  zerosLike,
} from "@evenkeel/core";
import { numberIn } from "@evenkeel/core/internal";
import { cpu } from "@evenkeel/cpu";
import { SGD } from "@evenkeel/optim";
import { watched, type Watched } from "./watched.js";

let a: Watched, b: Watched, onA: string, onB: string;
beforeEach(() => {
  [a, b] = [watched(), watched()];
  onB = nameOf(b);
  onA = nameOf(a); // and the default
});
/** The name of a device, which is the default from here on. */
function nameOf(backend: Backend): string {
  setDefaultDevice(backend);
  return add([0], 0).device!;
}
const LARGE = 5000,
  large = (x: number): Tensor => tensor(new Float32Array(LARGE).fill(x));
const first = (t: Tensor): number => t.dataSync()[0]!;

describe("the device is read when an op is recorded, and stored in the node", () => {
  test("names tell devices of one backend apart", () => {
    expect([onA, onB].every((name) => /^cpu(:\d+)?$/.test(name))).toBe(true);
    expect(onA).not.toBe(onB);
    expect(nameOf(a)).toBe(onA);
  });
  test.each([1, LARGE])("what was recorded under a runs on a, whatever is the default when it is read: %i elements", async (n) => {
    const y = exp(tensor(new Float32Array(n)));
    setDefaultDevice(b);
    const z = add(y, 1);
    expect([y.device, z.device]).toEqual([onA, onA]);
    expect(first(z)).toBe(2);
    expect((await y.data())[0]).toBe(1);
    expect(b.requests).toHaveLength(0);
    expect(a.requests.length).toBeGreaterThan(0);
    expect(exp([0]).device).toBe(onB);
  });
  test("restating and differentiating stay there", () => {
    const x = parameter(tensor([20])),
      loss = sum(log(sub(1, sigmoid(x)))),
      constant = log(sub(1, sigmoid(tensor([20]))));
    setDefaultDevice(b);
    backward(loss);
    expect([loss.item(), constant.item()]).toEqual([-20, -20]);
    expect(first(x.grad!)).toBe(-1);
    expect([x.grad!.device, b.requests.length]).toEqual([onA, 0]);
  });
  test("a gradient of data is recorded where its node is, not on the default", () => {
    const x = tensor([2], { requiresGrad: true }),
      loss = sum(mul(exp(x), x));
    setDefaultDevice(b);
    backward(loss);
    expect(x.grad!.device).toBe(onA);
    expect(b.requests).toHaveLength(0);
    const view = reshape(x, [1, 1]);
    setDefaultDevice(a);
    const y = sum(exp(view));
    setDefaultDevice(b);
    expect(grad(y, view).device).toBe(onA);
    const [, tangent] = jvp((t) => exp(t), [to(tensor([0]), a)], [tensor([3])]);
    expect([tangent.item(), tangent.device]).toEqual([3, onA]);
    const f = grad((t: Tensor) => sum(checkpoint((u: Tensor) => exp(mul(u, u)))(t))),
      got = first(f(to(tensor([1]), a)));
    expect(b.requests).toHaveLength(0);
    expect(got).toBe(first(f(tensor([1]))));
    expect(b.requests.length).toBeGreaterThan(0);
  });
  test("what the stabiliser finds out about data serves every device", () => {
    const x = tensor([3]),
      form = (): Tensor => log(mul(exp(x), x));
    const here = form();
    setDefaultDevice(b);
    const there = form();
    expect(first(there)).toBe(first(here));
    expect(a.requests.length).toBe(b.requests.length);
  });
  test("a default chosen in a function of changed modes is the default afterwards", () => {
    stabilise("off", () => setDefaultDevice(b));
    expect(exp([0]).device).toBe(onB);
  });
  test("random numbers too", () => {
    const r = rand([3]);
    setDefaultDevice(b);
    r.dataSync();
    expect([r.device, b.requests.length]).toEqual([onA, 0]);
    const p = to(tensor([0.5, 0.5]), a);
    expect(bernoulli(p).device).toBe(onA);
  });
  test("what follows a read is where the tensors are that were read", async () => {
    const picked = maskedSelect(to(tensor([1, 2]), b), [1, 0]);
    expect((await picked).device).toBe(onB);
  });
});

describe("data of the heap has no device, and goes where it is used", () => {
  test("nor have its views, copies and conversions", () => {
    const t = tensor([
      [1, 2],
      [3, 4],
    ]);
    for (const x of [t, transpose(t, 0, 1), reshape(transpose(t, 0, 1), [4]), to(t, "int32"), ones([2, 2])]) {
      expect(x.device).toBeNull();
      const y = add(to(tensor([1]), b), x);
      expect(y.device).toBe(onB);
      y.dataSync();
    }
    expect(a.requests).toHaveLength(0);
  });
  test("reading it on one device takes nothing from the other", () => {
    const t = reshape(transpose(reshape(large(7), [2, LARGE / 2]), 0, 1), [LARGE]);
    realize(t);
    expect(memory(a).cached).toBeGreaterThan(0);
    expect(t.device).toBeNull();
    expect(first(add(to(tensor([1]), b), t))).toBe(8);
    expect(first(add(to(tensor([1]), a), t))).toBe(8);
  });
  test("unless the other cannot be read at once", () => {
    const slow: Backend = Object.assign(Object.create(cpu()) as Backend, { name: "slow", readSync: undefined }),
      t = reshape(
        transpose(
          tensor([
            [1, 2],
            [3, 4],
          ]),
          0,
          1,
        ),
        [4],
      );
    setDefaultDevice(slow);
    realize(t);
    expect(() => add(to(tensor([1]), b), t).dataSync()).toThrow(
      new TypeError(`run: a value is on slow, which cannot be read at once, and the run is on ${onB}. Read it first.`),
    );
  });
  test("a mask of numbers beside operands elsewhere", () => {
    const y = where([1, 0], to(tensor([1, 2]), b), 5);
    expect([y.device, ...y.dataSync()]).toEqual([onB, 1, 5]);
  });
});

describe("operands that live on different devices", () => {
  test("are an error at the call, which names both", () => {
    const [x, y] = [exp(tensor([0])), to(tensor([1]), b)];
    expect(() => add(x, y)).toThrow(new TypeError(`add: operands live on ${onA} and ${onB}. Move one with .to(device).`));
    expect(() => matmul(to(ones([2, 2]), b), add(ones([2, 2]), x))).toThrow(
      new TypeError(`matmul: operands live on ${onB} and ${onA}. Move one with .to(device).`),
    );
    expect(first(add(to(x, b), y))).toBe(2);
  });
  test("also a parameter and its new value", () => {
    const p = parameter(to(tensor([1]), b), { name: "w" });
    expect(() => p.assign(exp([0]))).toThrow(new TypeError(`assign: w lives on ${onB} and the value on ${onA}. Move it with .to(device).`));
  });
  test("are read together, each on its own; equal structures are not merged", async () => {
    const x = large(2),
      y = exp(x);
    setDefaultDevice(b);
    const z = exp(x);
    expect(y.hash).toBe(z.hash);
    const [p, q] = await read(y, z);
    expect([...p!]).toEqual([...q!]);
    expect([a.requests.length, b.requests.length]).toEqual([1, 1]);
    const kept = (d: Backend): number => memory(d).cached - memory(d).copies;
    expect(kept(a)).toBe(4 * LARGE);
    expect(kept(b)).toBe(4 * LARGE);
    expect(y.value).not.toBe(z.value);
  });
});

describe("a device at creation", () => {
  const shape = [2, 3];
  const made: Record<string, (device: Backend) => Tensor> = {
    tensor: (device) => tensor([1, 2], { device }),
    "tensor, 0-d": (device) => tensor(1, { device }),
    "tensor that requires a gradient": (device) => tensor([1, 2], { device, requiresGrad: true }),
    full: (device) => full(shape, 3, { device }),
    "full, 0-d": (device) => full([], 3, { device }),
    "full of size 1": (device) => full([1], 3, { device }),
    zeros: (device) => zeros(shape, { device }),
    ones: (device) => ones(shape, { device, dtype: "int32" }),
    empty: (device) => empty(shape, { device }),
    arange: (device) => arange(5, { device }),
    linspace: (device) => linspace(0, 1, 5, { device }),
    logspace: (device) => logspace(0, 1, 5, { device }),
    eye: (device) => eye(3, 3, { device }),
    zerosLike: (device) => zerosLike(ones(shape), { device }),
    onesLike: (device) => onesLike(ones(shape), { device }),
    fullLike: (device) => fullLike(ones(shape), 5, { device }),
    rand: (device) => rand(shape, { device }),
    "rand of float64": (device) => rand(shape, { device, dtype: "float64" }),
    "rand of float16": (device) => rand(shape, { device, dtype: "float16" }),
    randn: (device) => randn(shape, { device }),
    "randn of float64": (device) => randn(shape, { device, dtype: "float64" }),
    randint: (device) => randint(5, shape, { device }),
    randperm: (device) => randperm(5, { device }),
    uniform: (device) => uniform(0, 1, shape, { device }),
    normal: (device) => normal(0, 1, shape, { device }),
    randLike: (device) => randLike(add(ones(shape), 1), { device }),
    randnLike: (device) => randnLike(add(ones(shape), 1), { device }),
  };
  test.each(Object.entries(made))("%s lives and is computed there", (_, make) => {
    manualSeed(1);
    const x = make(b);
    expect(x.device).toBe(onB);
    const got = [...x.dataSync()],
      sums = [...add(x, x).dataSync()];
    expect(add(x, 1).device).toBe(onB);
    expect(() => add(x, exp([0]))).toThrow(/operands live on/);
    expect(a.requests).toHaveLength(0);
    manualSeed(1);
    const here = make(a);
    expect([...here.dataSync()]).toEqual(got);
    expect([...add(here, here).dataSync()]).toEqual(sums);
    expect(() => make("cuda" as unknown as Backend)).toThrow(/^\w+: a string is no device\. Pass a backend such as cpu\(\)/);
  });
  test("a gradient of what was made there is there", () => {
    const x = tensor([1, 2], { device: b, requiresGrad: true }),
      p = parameter(ones([2], { device: b }));
    backward(sum(mul(exp(x), p)));
    expect([x.grad!.device, p.grad!.device, p.device]).toEqual([onB, onB, onB]);
    expect(a.requests).toHaveLength(0);
  });
  test("forms are found there", () => {
    const y = log(sub(1, sigmoid(full([2], 200, { device: b }))));
    expect([y.device, ...y.dataSync()]).toEqual([onB, -200, -200]);
    expect(a.requests).toHaveLength(0);
  });
});

describe("moving", () => {
  test("x on another device, with its bits, and out of the memory of the first", async () => {
    for (const move of [(t: Tensor): Tensor => to(t, b), (t: Tensor): Promise<Tensor> => toDevice(t, b)]) {
      const x = mul(large(1), -0),
        y = await move(x);
      expect([x.device, y.device, y.shape]).toEqual([onA, onB, [LARGE]]);
      x.dispose();
      const before = b.requests.length;
      expect(Object.is(first(y), -0)).toBe(true);
      expect(first(add(y, 1))).toBe(1);
      expect(b.requests.length).toBe(before + 1);
    }
    expect(a.live.size).toBe(0);
  });
  test.each(["float16", "bfloat16", "float64", "int32", "bool"] as const)("%s", async (dtype) => {
    const x = to(add([0, 1, 2.5], 0), dtype);
    for (const y of [to(x, b), await toDevice(x, b)]) {
      expect(y.dtype).toBe(dtype);
      expect([...y.dataSync()]).toEqual([...x.dataSync()]);
      expect([...where([1, 1, 1], y, y).dataSync()]).toEqual([...x.dataSync()]);
    }
  });
  test("to where it is already is the same tensor; data and numbers run nothing", async () => {
    const x = exp([1]);
    expect(to(x, a)).toBe(x);
    expect(await toDevice(x, a)).toBe(x);
    const [t, n] = [to(tensor([1]), b), to(to(5, a), b)];
    expect([t.device, n.device]).toEqual([onB, onB]);
    expect(a.requests.length + b.requests.length).toBe(0);
    expect([t.item(), n.item(), numberIn(n)]).toEqual([1, 5, 5]);
    // Without a gradient nothing of what was moved is held.
    expect(to(x, b).inputs).toEqual([]);
  });
  test("the gradient moves back, and the second one", () => {
    const p = parameter(add([1, 2], 0)),
      h = mul(p, p),
      loss = sum(exp(to(h, b)));
    expect(loss.device).toBe(onB);
    backward(loss);
    expect(p.grad!.device).toBe(onA);
    const want = sum(exp(mul(p, p)));
    const g = [...p.grad!.dataSync()];
    p.zeroGrad();
    backward(want);
    expect(g).toEqual([...p.grad!.dataSync()]);
    const f = (t: Tensor): Tensor => {
      const m = to(mul(t, t), b);
      return sum(mul(m, m));
    };
    const second = grad((t: Tensor) => sum(grad(f)(t)));
    expect([...second(add([1, 2], 0)).dataSync()]).toEqual([12, 48]);
  });
  test("the gradient is that of the stable form", () => {
    const p = parameter([200]),
      loss = sum(to(log(sub(1, sigmoid(p))), b));
    backward(loss);
    expect([loss.item(), first(p.grad!)]).toEqual([-200, -1]);
  });
  test("derivatives along a direction pass, and checkpoints", () => {
    const f = (t: Tensor): Tensor => exp(to(mul(t, t), b)),
      [value, tangent] = jvp(f, [add([0, 1], 0)], [tensor([1, 2])]),
      [v, w] = jvp((t: Tensor) => exp(mul(t, t)), [add([0, 1], 0)], [tensor([1, 2])]);
    expect([value.device, tangent.device]).toEqual([onB, onB]);
    expect([...value.dataSync(), ...tangent.dataSync()]).toEqual([...v.dataSync(), ...w.dataSync()]);
    const p = parameter(add([0, 1], 0));
    backward(sum(checkpoint((t: Tensor) => mul(f(t), 2))(p)));
    const got = [...p.grad!.dataSync()];
    p.zeroGrad();
    backward(sum(mul(exp(mul(p, p)), 2)));
    expect(got).toEqual([...p.grad!.dataSync()]);
  });
  test("printing names a device that is not the default", async () => {
    expect(await format(add([1], 0))).toBe("tensor([1.])");
    expect(await format(to(tensor([1]), b))).toBe(`tensor([1.], device='${onB}')`);
    expect(String(to(tensor([1]), b))).toBe(`Tensor toDevice float32 [1] on ${onB}`);
    expect(String(tensor([1]))).toBe("Tensor tensor float32 [1]: 1");
  });
  test("from a device that cannot answer at once it takes an await", async () => {
    const far: Backend = Object.assign(Object.create(cpu()) as Backend, { name: "far", readSync: undefined }),
      x = add(to(large(1), far), 1);
    expect(() => to(x, b)).toThrow(new TypeError("to: far cannot answer at once. Use await toDevice(x, device)."));
    expect(() => x.dataSync()).toThrow(new TypeError("dataSync: far cannot answer at once. Use await data()."));
    const y = await toDevice(x, b);
    expect([first(y), y.device]).toEqual([2, onB]);
  });
  test("to what is no device", () => {
    expect(() => to([1], "cuda" as DType)).toThrow(
      new TypeError("to: cuda is no dtype. Use one of bool, uint8, int32, float16, bfloat16, float32, float64, or a backend."),
    );
    expect(() => to([1], undefined as unknown as Backend)).toThrow(
      new TypeError("to: undefined is no device. Pass a backend such as cpu(); await a promise of one."),
    );
    expect(() => setDefaultDevice(Promise.resolve(b) as unknown as Backend)).toThrow(/^setDefaultDevice: a Promise is no device\./);
  });
});

describe("from one device to another", () => {
  const trained = (device: Backend): readonly [Parameter, SGD] => {
    const p = parameter(tensor([1, 2], { device })),
      optimizer = new SGD([p], { lr: 0.5, momentum: 0.5 });
    return [p, optimizer];
  };
  const step = ([p, optimizer]: readonly [Parameter, SGD]): number[] => {
    optimizer.zeroGrad();
    backward(sum(mul(p, p)));
    optimizer.step();
    return [...p.dataSync()];
  };
  test("a model goes on where it is made again: parameters by to, the optimizer by its state", () => {
    const first = trained(a);
    step(first);
    const moved = parameter(to(first[0], b)),
      optimizer = new SGD([moved], { lr: 0.5, momentum: 0.5 });
    optimizer.loadStateDict(first[1].stateDict());
    expect(step([moved, optimizer])).toEqual(step(first));
    expect([moved.device, moved.grad!.device]).toEqual([onB, onB]);
    // Into an optimizer that has momenta already, and from snapshots that live nowhere.
    const dict = first[1].stateDict(),
      buffer = dict.state[0]!["momentumBuffer"]!,
      saved = { ...dict, state: { 0: { momentumBuffer: tensor(buffer.dataSync()) } } };
    for (const state of [dict, saved]) {
      optimizer.loadStateDict(state);
      moved.assign(to(first[0], b));
      expect([...moved.dataSync()]).toEqual([...first[0].dataSync()]);
      expect(step([moved, optimizer])[0]).not.toBeNaN();
      expect(moved.device).toBe(onB);
    }
  });
});

describe("state", () => {
  test("made of data lives where its first update is; a failed one decides nothing", () => {
    const p = parameter([1, 2], { name: "w" });
    expect(p.device).toBeNull();
    a.failAt = 0;
    expect(() => p.assign(add(p, 1))).toThrow("planted failure");
    a.failAt = -1;
    expect(p.device).toBeNull();
    p.assign(add(to(tensor([1, 1]), b), p));
    expect([p.device, ...p.dataSync()]).toEqual([onB, 2, 3]);
    expect(memory(a).state).toBe(0);
    expect(memory(b).state).toBeGreaterThan(0);
    p.assign([5, 6]);
    expect([mul(p, 2).device, ...mul(p, 2).dataSync()]).toEqual([onB, 10, 12]);
    expect(a.live.size).toBe(0);
  });
  test("made of what lives on a device lives there", () => {
    const p = parameter(to(tensor([1]), b));
    expect(p.device).toBe(onB);
    p.assign([2]);
    expect([memory(a).state, p.item()]).toEqual([0, 2]);
  });
  test("of two devices trains in one step, all of it or nothing", () => {
    const p = parameter(add([1, 2], 0)),
      q = parameter(to(tensor([3, 4]), b)),
      step = (lr: number): void => {
        const opt = new SGD([p, q], { lr, momentum: 0.5 });
        backward(sum(mul(to(mul(p, 2), b), q)));
        opt.step();
        opt.zeroGrad();
      };
    step(0.125);
    expect([p.device, q.device]).toEqual([onA, onB]);
    expect([...p.dataSync(), ...q.dataSync()]).toEqual([0.25, 1, 2.75, 3.5]);
    const both: [Parameter, Tensor][] = [
      [p, add(p, 1)],
      [q, add(q, 1)],
    ];
    b.failAt = 0;
    expect(() => assign(both)).toThrow("planted failure");
    b.failAt = -1;
    expect([...p.dataSync(), ...q.dataSync()]).toEqual([0.25, 1, 2.75, 3.5]);
    assign(both);
    expect([...p.dataSync(), ...q.dataSync()]).toEqual([1.25, 2, 3.75, 4.5]);
  });
});

describe("each device for itself", () => {
  test("memory, plans and kernels are counted apart", () => {
    const [x, y] = [large(1), large(1)];
    realize(exp(exp(x)));
    expect([stats(a).plans.built, stats(a).kernels.built, memory(a).cached]).toEqual([1, 1, 4 * LARGE]);
    expect([stats(b).plans.built, stats(b).kernels.built, memory(b).used]).toEqual([0, 0, 0]);
    setDefaultDevice(b);
    realize(exp(exp(y)));
    expect([stats(b).plans.built, stats(b).kernels.built, memory(b).cached]).toEqual([1, 1, 4 * LARGE]);
    expect([memory(), stats()]).toEqual([memory(b), stats(b)]);
    expect(stats(a).plans.built).toBe(1);
  });
  test("a budget is remembered", () => {
    setDefaultDevice(b, { budget: 1000 });
    setDefaultDevice(a);
    setDefaultDevice(b);
    const y = exp(large(0));
    realize(y);
    expect(memory(b).cached).toBe(0);
    expect(first(y)).toBe(1);
  });
});
