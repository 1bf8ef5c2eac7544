/** Random tensors: their values are fixed when they are recorded, their counters are arguments of plans, and what is said of generators. */
import {
  add,
  bernoulli,
  type DType,
  exp,
  generator,
  log,
  manualSeed,
  memory,
  mul,
  noGrad,
  normal,
  parameter,
  rand,
  randint,
  randLike,
  randn,
  randnLike,
  randperm,
  read,
  setDefaultDevice,
  stats,
  sub,
  sum,
  type Tensor,
  tensor,
  uniform,
} from "@evenkeel/core";
import { modes } from "@evenkeel/core/internal";
import { backward } from "@evenkeel/autograd";
import { cpu } from "@evenkeel/cpu";
import { beforeEach, describe, expect, test } from "vitest";
import { philox } from "../src/random/philox.js";

beforeEach(() => {
  setDefaultDevice(cpu());
  manualSeed(1);
});
const values = (t: Tensor): number[] => [...t.dataSync()];
const makers: Record<string, (shape: readonly number[]) => Tensor> = {
  "rand of float64": (shape) => rand(shape, { dtype: "float64" }),
  "rand of float16": (shape) => rand(shape, { dtype: "float16" }),
  "randn of float64": (shape) => randn(shape, { dtype: "float64" }),
  "randint of uint8": (shape) => randint(0, 200, shape, { dtype: "uint8" }),
  rand: (shape) => rand(shape),
  randn: (shape) => randn(shape),
  randint: (shape) => randint(-1000, 1000, shape),
  bernoulli: (shape) => bernoulli(0.4, { shape }),
  uniform: (shape) => uniform(-1, 3, shape),
  normal: (shape) => normal(2, 3, shape),
};

test("Philox on the host gives the published blocks", () => {
  const [all, pi] = [2 ** 32 - 1, [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344] as const];
  expect(philox([0, 0], [0, 0, 0, 0])).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
  expect(philox([all, all], [all, all, all, all])).toEqual([0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]);
  expect(philox([0xa4093822, 0x299f31d0], pi)).toEqual([0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]);
});

test("the first call of seed 0 is the block of key 0 and counter 0, and without a seed the seed is 0", () => {
  manualSeed(0);
  expect(values(rand([4]))).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8].map((w) => (w >>> 8) / 2 ** 24));
  const g = generator(2 ** 52 + 17);
  rand([9], { generator: g });
  expect(values(rand([1], { generator: g }))[0]).toBe((philox([17, 2 ** 20], [0, 0, 1, 0])[0] >>> 8) / 2 ** 24);
  g.setState({ seed: 5, calls: 2 ** 40 + 3 });
  expect(values(rand([1], { generator: g }))[0]).toBe((philox([5, 0], [0, 0, 3, 2 ** 8])[0] >>> 8) / 2 ** 24);
});

describe.each(Object.entries(makers))("%s", (_, make) => {
  test("the same seed gives the same bits, another seed and the next call others", () => {
    const first = values(make([100]));
    expect(values(make([100]))).not.toEqual(first);
    manualSeed(2);
    expect(values(make([100]))).not.toEqual(first);
    manualSeed(1);
    expect(values(make([100]))).toEqual(first);
  });
  test("every shape has the same elements in row-major order, as far as it goes", () => {
    const all = values(make([1000]));
    for (const shape of [[], [1], [7], [3, 5], [2, 3, 4], [999]]) {
      manualSeed(1);
      const x = make(shape);
      expect(x.shape).toEqual(shape);
      expect(values(x)).toEqual(all.slice(0, x.size));
    }
  });
  test("nothing of size 0 is drawn, and it is a call like any other", () => {
    expect(values(make([0, 3]))).toEqual([]);
    const second = values(make([5]));
    manualSeed(1);
    make([8]);
    expect(values(make([5]))).toEqual(second);
  });
  test("order and number of reads, fusing, noGrad and recording later change nothing", async () => {
    const draw = (): Tensor[] => [make([300]), make([300]), make([20, 15])],
      used = (x: Tensor): Tensor => (x.dtype === "int32" ? x : add(mul(x, 2), 1));
    const plain = draw().map((x) => values(used(x)));
    const runs: (() => number[][])[] = [
      () => {
        const xs = draw().map(used);
        return [values(xs[2]!), values(xs[0]!), values(xs[1]!)].map((_x, i, r) => r[[1, 2, 0][i]!]!);
      },
      () => {
        const xs = draw();
        xs.forEach(values);
        return xs.map((x) => values(used(x)));
      },
      () => {
        modes.fuse = false;
        try {
          return draw().map((x) => values(used(x)));
        } finally {
          modes.fuse = true;
        }
      },
      () => noGrad(draw).map((x) => values(used(x))),
    ];
    for (const run of runs) {
      manualSeed(1);
      expect(run()).toEqual(plain);
    }
    manualSeed(1);
    expect((await read(...draw().map(used))).map((x) => [...x])).toEqual(plain);
  });
  test("what is evicted or computed again is the same", () => {
    const size = 5000;
    const plain = values(make([size]));
    setDefaultDevice(cpu(), { budget: 1000 });
    manualSeed(1);
    const x = make([size]);
    for (let i = 0; i < 4; i++) {
      expect(values(x)).toEqual(plain);
      if (x.dtype === "float32") expect(values(exp(mul(x, 0)))).toEqual(plain.map(() => 1));
      expect(memory().cached).toBeLessThanOrEqual(1000);
    }
    // Inner nodes are computed by each run that needs them, until the second keeps them.
    manualSeed(1);
    const again = make([size]);
    if (again.dtype === "float32") for (let i = 0; i < 3; i++) expect(values(mul(again, 1))).toEqual(plain);
  });
});

test("two calls in one run are two nodes, and one call that is used twice is one", () => {
  const [a, b] = [rand([50]), rand([50])],
    twice = sub(a, a),
    apart = sub(a, b);
  expect(values(twice)).toEqual(new Array<number>(50).fill(0));
  expect(values(apart).filter((x) => x === 0)).toEqual([]);
  expect(a.hash).not.toBe(b.hash);
});

test("counters and seeds are no part of a plan's key, nor are bounds", () => {
  const x = tensor(new Float32Array(2000).fill(1)),
    step = (i: number): void => {
      const g = generator(i),
        noise = uniform(-i - 1, i + 1, [2000], { generator: g }),
        keep = bernoulli(0.5, { shape: [2000], generator: g });
      sum(mul(keep, add(x, add(noise, randn([2000]))))).item();
      values(randint(0, i + 2, [40]));
    };
  step(0);
  step(1);
  const before = stats();
  for (let i = 2; i < 100; i++) step(i);
  expect(stats().plans.built).toBe(before.plans.built);
  expect(stats().kernels.built).toBe(before.kernels.built);
});

test("a mask is the same forward and backward", () => {
  const w = parameter(new Float32Array(1000).fill(3)),
    kept = bernoulli(0.5, { shape: [1000] }),
    loss = sum(mul(w, kept));
  backward(loss);
  expect(values(w.grad!)).toEqual(values(kept));
  expect(loss.item()).toBe(3 * values(kept).reduce((s, x) => s + x, 0));
});

describe("what is drawn", () => {
  test("randLike and randnLike have the shape and the numbers", () => {
    const t = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    const [a, b] = [randLike(t), randnLike(t)];
    expect([a.shape, b.shape]).toEqual([
      [2, 3],
      [2, 3],
    ]);
    manualSeed(1);
    expect(values(rand([2, 3]))).toEqual(values(a));
    expect(values(randn([2, 3]))).toEqual(values(b));
  });
  test("randLike and randnLike have the type, unless told otherwise", () => {
    for (const dtype of ["float64", "float16", "bfloat16"] as const) {
      const t = tensor([1, 2], { dtype });
      expect([randLike(t).dtype, randnLike(t).dtype, randLike(t, { dtype: "float32" }).dtype]).toEqual([dtype, dtype, "float32"]);
    }
    expect(randLike(Int32Array.of(1, 2), { dtype: "float32" }).shape).toEqual([2]);
  });
  test("randperm of a type", () => {
    for (const dtype of ["uint8", "float16", "float64"] as const) {
      const x = randperm(200, { dtype, generator: generator(3) });
      expect([x.dtype, ...values(x)]).toEqual([dtype, ...values(randperm(200, { generator: generator(3) }))]);
    }
  });
  test("uniform stays below its upper end, where rounding would reach it", () => {
    const x = values(uniform(1, 2, [2 ** 21]));
    expect(x.every((v) => v >= 1 && v < 2)).toBe(true);
    // Two neighbours: without the last step half of the numbers would be the upper one.
    const narrow = values(uniform(1, 1 + 2 ** -23, [1000]));
    expect(new Set(narrow)).toEqual(new Set([1]));
    expect(values(uniform(-3, -3, [3]))).toEqual([-3, -3, -3]);
    const wide = values(uniform(-3e38, 3e38, [1000]));
    expect(wide.every((v) => Math.abs(v) <= 3e38)).toBe(true);
    expect(Math.max(...wide)).toBeGreaterThan(2.9e38);
  });
  test("randint reaches both ends and is int32", () => {
    const x = randint(-2, 3, [1000]);
    expect(x.dtype).toBe("int32");
    expect(new Set(values(x))).toEqual(new Set([-2, -1, 0, 1, 2]));
    expect(values(randint(2 ** 31 - 1, 2 ** 31, [3]))).toEqual(new Array<number>(3).fill(2 ** 31 - 1));
    expect(Math.min(...values(randint(-(2 ** 31), 2 ** 31 - 1, [1000])))).toBeLessThan(-2e9);
  });
  test("bernoulli takes a probability for each element, and NaN for what is none", () => {
    expect(values(bernoulli([0, 1, -0.5, 1.5, NaN]))).toEqual([0, 1, NaN, NaN, NaN]);
    const p = tensor([[0], [1]]);
    expect(values(bernoulli(p, { shape: [2, 3] }))).toEqual([0, 0, 0, 1, 1, 1]);
    expect(bernoulli(parameter([0.5])).requiresGrad).toBe(false);
    for (const dtype of ["float64", "float16", "bfloat16"] as const) {
      const x = bernoulli(tensor([0, 1, 0.5, 0.5], { dtype }), { generator: generator(3) });
      expect([x.dtype, values(x)]).toEqual([dtype, values(bernoulli([0, 1, 0.5, 0.5], { generator: generator(3) }))]);
    }
  });
  test("normal broadcasts mean and deviation, and their gradients pass", () => {
    const mean = parameter([1, 2, 3]),
      std = parameter([0.5]),
      z = randn([2, 3], { generator: generator(7) });
    const x = normal(mean, std, [2, 3], { generator: generator(7) });
    expect(values(x)).toEqual(values(add(mean, mul(std, z))));
    expect(normal(mean, std).shape).toEqual([3]);
    expect(normal(tensor(Int32Array.of(1, 2)), 1).dtype).toBe("float32");
    expect(normal(tensor(Float64Array.of(1, 2)), 1).dtype).toBe("float64");
    backward(sum(x));
    expect(values(mean.grad!)).toEqual([2, 2, 2]);
    expect(values(std.grad!)).toEqual(values(sum(z, [0, 1])).map((s) => s));
  });
  test("log(rand) is finite or −∞ only where rand is 0", () => {
    const u = rand([10_000]),
      l = values(log(u));
    values(u).forEach((x, i) => expect(l[i]! > -Infinity).toBe(x > 0));
  });
});

describe("generators", () => {
  test("the default one and those that are given do not disturb each other", () => {
    const own = generator(1),
      a = values(rand([3], { generator: own }));
    expect(values(rand([3]))).toEqual(a);
    expect(own.state()).toEqual({ seed: 1, calls: 1 });
    expect(values(rand([3], { generator: own }))).toEqual(values(rand([3])));
    expect(manualSeed(9).seed).toBe(9);
  });
  test("a state goes on where it was taken, through JSON as well", () => {
    const g = generator(3);
    randn([5], { generator: g });
    const saved = JSON.parse(JSON.stringify(g.state())) as ReturnType<typeof g.state>,
      next = values(randn([5], { generator: g }));
    const other = generator(0);
    other.setState(saved);
    expect(values(randn([5], { generator: other }))).toEqual(next);
    g.setState(saved);
    expect(values(randn([5], { generator: g }))).toEqual(next);
  });
  test("splits are fixed by seed and number of calls, differ from each other, and take one call", () => {
    const seeds = (n: number): number[] =>
      generator(4)
        .split(n)
        .map((g) => g.seed);
    expect(seeds(3)).toEqual(seeds(5).slice(0, 3));
    expect(generator(4).split()).toHaveLength(2);
    const g = generator(4),
      [a] = g.split(1),
      [b] = g.split(1);
    expect(g.state().calls).toBe(2);
    expect(new Set([a!.seed, b!.seed, g.seed, generator(5).split(1)[0]!.seed]).size).toBe(4);
    expect(values(rand([4], { generator: generator(a!.seed) }))).toEqual(values(rand([4], { generator: a! })));
    expect(new Set(seeds(100_000)).size).toBe(100_000);
  });
});

describe("errors say what, with the facts, and what to do", () => {
  const cases: [string, () => unknown, RegExp, new (...a: never[]) => Error][] = [
    ["seed", () => manualSeed(-1), /^manualSeed: the seed is -1\. Use a whole number from 0 to 2\^53 − 1\./, RangeError],
    ["fraction", () => generator(1.5), /^generator: the seed is 1\.5\./, RangeError],
    ["state", () => generator(1).setState({ seed: 1, calls: -1 }), /^setState: -1 is no number of calls\./, RangeError],
    ["split", () => generator(1).split(-1), /^split: -1 generators are asked for\./, RangeError],
    ["no generator", () => rand([2], { generator: 5 as never }), /^rand: the generator is number\. Pass generator\(seed\)/, TypeError],
    ["no tensor", () => randnLike("x" as never), /^randnLike: an operand is a string\./, TypeError],
    ["shape", () => randn([-1]), /^randn: -1 is no size/, RangeError],
    ["used up", () => calledOut(), /^generator: 9007199254740991 calls were served/, RangeError],
    ["order", () => randint(3, 3, [1]), /^randint: the bounds are 3 and 3\. Use whole numbers, the first below the second\./, RangeError],
    ["whole", () => randint(0, 1.5, [1]), /^randint: the bounds are 0 and 1\.5\./, RangeError],
    ["uint8", () => randint(0, 257, [1], { dtype: "uint8" }), /^randint: bounds 0 and 257 leave uint8\. Use 0 … 256\.$/, RangeError],
    ["bool", () => randint(-1, 2, [1], { dtype: "bool" }), /^randint: bounds -1 and 2 leave bool\. Use 0 … 2\.$/, RangeError],
    ["float16", () => randint(0, 2050, [1], { dtype: "float16" }), /^randint: bounds 0 and 2050 leave float16\. Use -2048 … 2049\.$/, RangeError],
    ["no dtype", () => randint(3, [1], { dtype: "int64" as DType }), /^randint: int64 is no dtype\. Use one of bool, uint8, int32/, TypeError],
    [
      "whole rand",
      () => rand([1], { dtype: "int32" }),
      /^rand: int32 is no floating type\. Use float16, bfloat16, float32, float64; randint/,
      TypeError,
    ],
    ["whole randn", () => randn([1], { dtype: "uint8" }), /^randn: uint8 is no floating type\./, TypeError],
    ["whole uniform", () => uniform(0, 1, [1], { dtype: "bool" }), /^uniform: bool is no floating type\./, TypeError],
    ["whole normal", () => normal(0, 1, [1], { dtype: "int32" }), /^normal: int32 is no floating type\./, TypeError],
    ["like whole numbers", () => randLike(Int32Array.of(1)), /^randLike: int32 is no floating type\./, TypeError],
    ["float16 bounds", () => uniform(0, 1e5, [1], { dtype: "float16" }), /^uniform: .*Use finite float16 numbers/, RangeError],
    ["uint8 order", () => randperm(300, { dtype: "uint8" }), /^randperm: 300 numbers leave uint8\. Use at most 256, or a wider type\.$/, RangeError],
    ["no device", () => rand([1], { device: "cpu" as never }), /^rand: a string is no device\. Pass a backend such as cpu\(\)/, TypeError],
    ["int32", () => randint(0, 2 ** 31 + 1, [1]), /^randint: bounds 0 and 2147483649 leave int32\./, RangeError],
    ["all of int32", () => randint(-(2 ** 31), 2 ** 31, [1]), /at most 2\^32 − 1 apart/, RangeError],
    ["probability", () => bernoulli(1.1), /^bernoulli: 1\.1 is no probability\. Use 0 … 1\./, RangeError],
    ["int32 probability", () => bernoulli(Int32Array.of(1)), /^bernoulli: the probabilities are int32\. Pass floating numbers\./, TypeError],
    ["shape of probabilities", () => bernoulli([0, 1], { shape: [3] }), /^bernoulli: shape \[2\] does not broadcast to \[3\]/, RangeError],
    ["bounds", () => uniform(2, 1, [1]), /^uniform: the bounds are 2 and 1\./, RangeError],
    ["infinite", () => uniform(0, 1e39, [1]), /^uniform: .*Use finite float32 numbers/, RangeError],
    ["deviation", () => normal(0, -1, [1]), /^normal: the standard deviation is -1\. Use a number from 0\./, RangeError],
    ["mean", () => normal([1, 2], 1, [3]), /^normal: shapes \[3\] and \[2\] do not broadcast/, RangeError],
    ["larger mean", () => normal([1, 2], 1, [1]), /^normal: mean and std of shape \[2\] do not broadcast to \[1\]\./, RangeError],
  ];
  const calledOut = (): void => {
    const g = generator(1);
    g.setState({ seed: 1, calls: Number.MAX_SAFE_INTEGER });
    rand([1], { generator: g });
  };
  test.each(cases)("%s", (_, run, message, type) => {
    expect(run).toThrow(message);
    expect(run).toThrow(type);
  });
  test("a call that throws takes no number", () => {
    const g = generator(1);
    expect(() => rand([-1], { generator: g })).toThrow(/no size/);
    expect(() => rand([-1], { generator: g, dtype: "float64" })).toThrow(/no size, in shape \[-1\]/);
    expect(() => randn([1], { generator: g, dtype: "int32" })).toThrow(/no floating/);
    expect(() => randint(300, [1], { generator: g, dtype: "uint8" })).toThrow(/leave/);
    expect(() => rand([1], { generator: g, device: 5 as never })).toThrow(/no device/);
    expect(() => bernoulli([0, 1], { shape: [3], generator: g })).toThrow(/bernoulli/);
    expect(g.state().calls).toBe(0);
  });
});
