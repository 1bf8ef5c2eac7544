/** Running statistics: moved by the run that computes what is normalised, once, or by whoever asks first. */
import {
  add,
  backward,
  batchNorm,
  checkpoint,
  clone,
  cpu,
  embedding,
  exp,
  grad,
  instanceNorm,
  memory,
  mul,
  noGrad,
  ones,
  parameter,
  type Parameter,
  permute,
  reshape,
  setDefaultDevice,
  sum,
  tensor,
  type Tensor,
  zeros,
} from "evenkeel";
import { beforeEach, describe, expect, test } from "vitest";
import { type Watched, watched } from "../../../core/test/watched.js";

let device: Watched, mean: Parameter, variance: Parameter;
beforeEach(() => {
  setDefaultDevice((device = watched()));
  mean = parameter([0, 0], { requiresGrad: false, name: "mean" });
  variance = parameter([1, 1], { requiresGrad: false, name: "variance" });
});
const ROWS = [
  [1, 10],
  [3, 30],
];
const train = (x: Tensor): Tensor => batchNorm(x, mean, variance, { training: true, momentum: 0.5 });
const values = (...ts: Tensor[]): number[] => ts.flatMap((t) => [...t.dataSync()]);
const START = [0, 0, 1, 1],
  ONCE = [1, 10, 1.5, 100.5],
  TWICE = [1.5, 15, 1.75, 150.25];
const count = (act: () => unknown): number => {
  const before = device.requests.length;
  act();
  return device.requests.length - before;
};

test("a call starts no run, the run of what is normalised moves them with it, and reading them starts none", () => {
  const y = train(tensor(ROWS));
  expect([device.requests.length, mean.updates]).toEqual([0, 0]);
  y.dataSync();
  expect([mean.updates, variance.updates]).toEqual([1, 1]);
  expect(count(() => expect(values(mean, variance)).toEqual(ONCE))).toBe(0);
});
test("they cost the run two kernels: the moments share the loops of what is normalised", () => {
  const [x, other] = [0, 1].map((k) => add(tensor(ROWS), k)) as [Tensor, Tensor];
  const without = count(() => batchNorm(other, null, null, { training: true }).dataSync());
  expect(count(() => train(x).dataSync())).toBe(without + 2);
});
test("they move once, whatever is run of the graph, and how often", () => {
  const w = parameter(ROWS),
    y = train(mul(w, 1)),
    loss = sum(mul(y, y));
  loss.item();
  backward(loss);
  y.dataSync();
  backward(sum(exp(y)));
  expect([values(mean, variance), mean.updates]).toEqual([ONCE, 1]);
});
test.each<[string, (x: Tensor) => unknown]>([
  ["backward", (x) => backward(sum(train(x)))],
  ["grad(f)", (x) => grad((t: Tensor) => sum(exp(train(t))))(x)],
  ["grad of an output", (x) => grad(sum(exp(train(x))), x)],
  ["a checkpoint", (x) => backward(sum(exp(checkpoint((t: Tensor) => exp(train(t)))(x))))],
  ["noGrad", (x) => noGrad(() => train(x)).dataSync()],
  ["nothing but the call", (x) => train(x)],
])("%s moves them once", (_, act) => {
  act(tensor(ROWS, { requiresGrad: true }));
  expect([values(mean, variance), mean.updates]).toEqual([ONCE, 1]);
});
test("reading them first computes them, and the run of what is normalised does not move them again", () => {
  const y = train(tensor(ROWS));
  expect(values(mean, variance)).toEqual(ONCE);
  y.dataSync();
  expect([values(mean, variance), mean.updates]).toEqual([ONCE, 1]);
});
test("what is recorded after the call has the new ones, and what was recorded before has the old ones", () => {
  const x = tensor([[1, 10]]),
    plain = { eps: 0 },
    before = batchNorm(x, mean, variance, plain);
  train(tensor(ROWS));
  const after = batchNorm(x, mean, variance, plain);
  expect(device.requests).toHaveLength(0);
  expect([values(before), values(after)]).toEqual([
    [1, 10],
    [0, 0],
  ]);
});
test("several calls and one run: each moves what the one before has left", () => {
  const ys = [train(tensor(ROWS)), train(tensor(ROWS))];
  sum(add(ys[0]!, ys[1]!)).item();
  expect(mean.updates).toBe(2);
  expect(values(mean, variance)).toEqual(TWICE);
});
test("the run of the second call computes the first one too; the run of the first does not compute the second", () => {
  const [first, second] = [ROWS, [...ROWS, ...ROWS]].map((rows) => train(tensor(rows))) as [Tensor, Tensor];
  first.dataSync();
  expect(mean.updates).toBe(1);
  second.dataSync();
  expect(values(mean)).toEqual([1.5, 15]);
  train(tensor(ROWS));
  train(tensor([...ROWS, ...ROWS])).dataSync();
  expect([mean.updates, values(mean)]).toEqual([4, [1.875, 18.75]]);
});
test("a run that fails leaves them as they were, and what follows does not meet it again", () => {
  /** An index that only the kernel sees. */
  const failing = (): Tensor => embedding(tensor(ROWS), reshape(permute(tensor(Int32Array.of(0, 0, 1, 7), { shape: [2, 2] }), [1, 0]), [4]));
  const y = train(failing());
  expect(() => y.dataSync()).toThrow(/^embedding: index 7/);
  expect([values(mean, variance), mean.updates]).toEqual([START, 0]);
  train(failing());
  const second = train(tensor(ROWS));
  expect(() => mean.dataSync()).toThrow(/^embedding: index 7/);
  second.dataSync();
  expect(values(mean, variance)).toEqual(START);
  train(tensor(ROWS)).dataSync();
  expect(values(mean, variance)).toEqual(ONCE);
});
test("a device that fails at any kernel or reservation leaves them as they were", () => {
  for (const at of ["failAt", "failReserve"] as const)
    for (let n = 0, failed = true; failed; n++) {
      const y = train(exp(tensor(ROWS)));
      device[at] = n;
      failed = false;
      try {
        y.dataSync();
      } catch {
        failed = true;
      }
      device[at] = -1;
      if (failed) expect([values(mean, variance), memory().cached - memory().copies]).toEqual([START, 0]);
      else {
        expect([n > 3, mean.updates]).toEqual([true, 1]);
        mean = parameter([0, 0], { requiresGrad: false });
        variance = parameter([1, 1], { requiresGrad: false });
      }
    }
});
test("a clone is a snapshot of what the call has made of them, and an assignment stands behind it", () => {
  train(tensor(ROWS));
  const snapshot = clone(mean);
  mean.assign([16, 77]);
  for (let k = 0; k < 3; k++) train(tensor(ROWS)).dataSync();
  expect(values(snapshot)).toEqual([1, 10]);
  expect(values(mean)).toEqual([3.75, 27.125]);
});
test("a running statistic that requires a gradient still has one", () => {
  const running = parameter([0, 0]);
  batchNorm(tensor(ROWS), running, variance, { training: true, momentum: 0.5 });
  backward(sum(batchNorm(tensor(ROWS), running, parameter([1, 1], { requiresGrad: false }), { eps: 0 })));
  expect(values(running.grad!)).toEqual([-2, -2]);
});
test("a loop takes no more memory with each turn, whether somebody runs what is normalised or not", () => {
  const wide = parameter(new Float32Array(2048), { requiresGrad: false }),
    x = exp(tensor(new Float32Array(4096), { shape: [2, 2048] })),
    turn = (isRun: boolean): void => {
      const y = batchNorm(mul(x, 2), wide, null, { training: true });
      if (isRun) sum(y).item();
    };
  const live = (isRun: boolean, turns: number): number => {
    for (let k = 0; k < turns; k++) turn(isRun);
    return device.live.size;
  };
  expect(live(true, 4)).toBe(live(true, 8));
  expect(live(false, 64 * 3)).toBeLessThanOrEqual(live(false, 64 * 3));
  expect(wide.updates).toBeGreaterThanOrEqual(64 * 5);
  expect(memory().state).toBe(0);
});
describe("an average of running statistics that nobody reads is what it would be if it were read", () => {
  /** Turns after which what is normalised is not run, and those with an assignment behind the call. */
  test.each([
    [0, 0],
    [0, 3],
    [2, 0],
    [2, 1],
    [3, 2],
    [9, 3],
    [1, 0],
  ])("not run in every %d-th turn, assigned in every %d-th", (notRun, assigned) => {
    const running = parameter(zeros([2]), { requiresGrad: false }),
      variances = parameter(ones([2]), { requiresGrad: false });
    let average: Tensor = zeros([2]),
      [wanted, now] = [
        [0, 0],
        [0, 0],
      ];
    const averaged = (): void => {
      average = add(mul(average, 0.9), mul(running, 0.1));
      wanted = wanted.map((v, c) => 0.9 * v + 0.1 * now[c]!);
    };
    for (let i = 1; i <= 20; i++) {
      const rows = [
          [i, 1],
          [2, 5],
        ],
        y = batchNorm(tensor(rows), running, variances, { training: true, momentum: 0.5 });
      if (!notRun || i % notRun) y.dataSync();
      now = now.map((v, c) => (v + (rows[0]![c]! + rows[1]![c]!) / 2) / 2);
      averaged();
      if (assigned && i % assigned === 0) {
        running.assign(mul(running, 0.5));
        now = now.map((v) => v / 2);
        averaged();
      }
    }
    average.dataSync().forEach((v, c) => expect(v).toBeCloseTo(wanted[c]!, 5));
  });
});

test("instanceNorm moves them by the means over the batch", () => {
  const x = tensor([1, 3, 10, 30, 3, 5, 30, 50], { shape: [2, 2, 2] }),
    y = instanceNorm(x, { runningMean: mean, runningVar: variance, momentum: 0.5 });
  expect(device.requests).toHaveLength(0);
  y.dataSync();
  expect(count(() => expect(values(mean, variance)).toEqual([1.5, 15, 1.5, 100.5]))).toBe(0);
});
test("of float16, statistics of float32 keep what float16 would lose", () => {
  train(
    tensor(
      [
        [1, 2048],
        [1.0009765625, 2050],
      ],
      { dtype: "float16" },
    ),
  ).dataSync();
  expect(values(mean)).toEqual([1.00048828125 / 2, 2049 / 2]);
});
test.each<[string, () => unknown, string]>([
  [
    "a tensor",
    () => batchNorm(tensor(ROWS), tensor([0, 0]), null, { training: true }),
    "batchNorm: runningMean is a Tensor, which stays as it is, and training moves it. Make it once by parameter(runningMean, { requiresGrad: false }), or pass null.",
  ],
  [
    "an array",
    () => instanceNorm(tensor([[ROWS[0]!, ROWS[1]!]]), { runningVar: [1, 1] }),
    "instanceNorm: runningVar is an array, which stays as it is, and training moves it. Make it once by parameter(runningVar, { requiresGrad: false }), or pass null.",
  ],
  [
    "no momentum",
    () => batchNorm(tensor(ROWS), mean, variance, { training: true, momentum: null as unknown as number }),
    "batchNorm: momentum is null, for which there is no count of batches. Pass a number; 1 / n at the n-th batch makes the average of all.",
  ],
])("%s is refused at the call, and nothing moves", (_, act, message) => {
  expect(act).toThrow(new TypeError(message));
  expect(values(mean, variance)).toEqual(START);
});
test("on two devices each moves by its own run", () => {
  const other = cpu(),
    there = parameter(tensor([0, 0], { device: other }), { requiresGrad: false }),
    x = tensor(ROWS, { device: other }),
    y = batchNorm(x, there, null, { training: true, momentum: 0.5 });
  train(tensor(ROWS)).dataSync();
  expect([mean.updates, there.updates]).toEqual([1, 0]);
  y.dataSync();
  expect([there.updates, values(there)]).toEqual([1, [1, 10]]);
});
