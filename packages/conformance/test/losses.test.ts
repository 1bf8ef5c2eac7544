/** Losses against references in double-double, value, gradient and second derivative, in float32: where probabilities are 0 and 1 and logits are huge, too. */
import { beforeAll, describe, expect, test } from "vitest";
import { backward, grad } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import * as L from "@evenkeel/losses";
import { random, stratified } from "../src/cases.js";
import { type Bound, verdict } from "../src/judge.js";
import { type DD, dd, mul, neg, sub } from "../src/reference/dd.js";
import { logSoftmax } from "../src/reference/logSoftmax.js";
import { losses } from "../src/reference/losses.js";
import { logsigmoid } from "../src/reference/logsigmoid.js";
import type { Exact, Reference } from "../src/reference/reference.js";
import { softmax } from "../src/reference/softmax.js";
import { expectRefusal } from "./refused.js";

type T = k.Tensor;
beforeAll(() => k.setDefaultDevice(cpu()));
const next = random(5);
const unit = (): number => Math.fround(next() / 2 ** 32);
const ints = (x: readonly number[], shape: readonly number[] = [x.length]): T => k.tensor(Int32Array.from(x), { shape });

/** What an operand may be. */
const ANY = [...stratified(1500, 3)].filter((x) => x === x && (Math.abs(x) < 1e30 || x === Infinity || x === -Infinity)),
  FINITE = ANY.filter((x) => Number.isFinite(x)),
  MODERATE = FINITE.filter((x) => Math.abs(x) < 1e4 && (x === 0 || Math.abs(x) > 1e-6)),
  CHANCES = [0, 1, 0.5, 2 ** -149, 2 ** -126, 1e-10, 1 - 2 ** -24, 0.25, ...Array.from({ length: 20 }, unit)],
  INSIDE = CHANCES.filter((p) => p > 2 ** -120 && p < 1),
  SIGNS = [1, -1],
  COUNTS = [0, 1, 2, 7, 1000, 2.5],
  LOGS = [-Infinity, 0, -1e-10, -103, -1e4, ...Array.from({ length: 20 }, () => Math.fround(Math.log(unit())))];

interface Case {
  readonly run: (...x: T[]) => T;
  readonly exact: Reference;
  readonly operands: readonly (readonly number[])[];
  /** The least size of what cancels, for the value and by each operand; 0: in ulp of the result. */
  readonly of?: Partial<Record<"value" | number, Exact>>;
}
/** Which zero a difference is, nobody asks. */
const EITHER = { subnormals: "ieee", zeros: "either" } as const;
const none = { reduction: "none" } as const;
const biggest = (...x: number[]): DD => dd(Math.max(...x.map(Math.abs)));
const CASES: Record<string, Case> = {
  binaryCrossEntropyWithLogits: {
    run: (x, t, p) => L.binaryCrossEntropyWithLogits(x, t, { posWeight: p, ...none }),
    exact: losses.withLogits,
    operands: [ANY, CHANCES, [1]],
    of: { 0: (x, t) => biggest((1 - t!) / (1 + Math.exp(-x!)), t! / (1 + Math.exp(x!))) },
  },
  "binaryCrossEntropyWithLogits, posWeight": {
    run: (x, t, p) => L.binaryCrossEntropyWithLogits(x, t, { posWeight: p, ...none }),
    exact: losses.withLogits,
    operands: [MODERATE, CHANCES, [3, 0.125, 0]],
    of: { 0: (x, t, p) => biggest((1 - t!) / (1 + Math.exp(-x!)), (p! * t!) / (1 + Math.exp(x!))), 1: (x, _, p) => biggest(x!, p!) },
  },
  binaryCrossEntropy: {
    run: (p, t) => L.binaryCrossEntropy(p, t, none),
    exact: losses.crossEntropy,
    operands: [INSIDE, CHANCES],
    of: { 0: (p, t) => biggest((1 - t!) / (1 - p!), t! / p!) },
  },
  mseLoss: { run: (x, t) => L.mseLoss(x, t, none), exact: losses.mse, operands: [FINITE, FINITE] },
  l1Loss: { run: (x, t) => L.l1Loss(x, t, none), exact: losses.l1, operands: [FINITE, FINITE] },
  ...Object.fromEntries(
    [0.5, 1, 1e-10, 1e10].map((beta): [string, Case] => [
      `smoothL1Loss, beta ${beta}`,
      {
        run: (x, t) => L.smoothL1Loss(x, t, { beta, ...none }),
        exact: { value: (x, t) => losses.smoothL1.value(x!, t!, Math.fround(beta)), derivatives: [(x, t) => losses.smoothL1.derivatives[0]!(x!, t!, Math.fround(beta))] }, // prettier-ignore
        operands: [FINITE, FINITE],
      },
    ]),
  ),
  ...Object.fromEntries(
    [0.5, 1, 1e-10, 1e10].map((delta): [string, Case] => [
      `huberLoss, delta ${delta}`,
      {
        run: (x, t) => L.huberLoss(x, t, { delta, ...none }),
        exact: { value: (x, t) => losses.huber.value(x!, t!, Math.fround(delta)), derivatives: [(x, t) => losses.huber.derivatives[0]!(x!, t!, Math.fround(delta))] }, // prettier-ignore
        operands: [FINITE, FINITE],
      },
    ]),
  ),
  klDiv: {
    run: (x, t) => L.klDiv(x, t, none),
    exact: { ...losses.divergence, derivatives: [losses.divergence.derivatives[0]!] },
    operands: [[...LOGS, -Infinity], CHANCES],
    of: { value: (x, t) => (t === 0 ? dd(0) : biggest(t! * Math.log(t!), t! * x!)) },
  },
  "klDiv, by a target that is not 0": {
    run: (x, t) => L.klDiv(x, t, none),
    exact: losses.divergence,
    operands: [MODERATE, INSIDE],
    of: { value: (x, t) => biggest(t! * Math.log(t!), t! * x!), 1: (x, t) => biggest(Math.log(t!), x!, 1) },
  },
  "klDiv of logarithms": {
    run: (x, t) => L.klDiv(x, t, { logTarget: true, ...none }),
    exact: losses.divergenceOfLogs,
    operands: [MODERATE, LOGS.filter(Number.isFinite)],
    of: { 1: (x, t) => biggest(Math.exp(t!) * t!, Math.exp(t!) * x!, Math.exp(t!)) },
  },
  gaussianNllLoss: {
    run: (x, t, v) => L.gaussianNllLoss(x, t, v, none),
    exact: losses.gaussian,
    operands: [MODERATE, MODERATE, [1e-5, 0.5, 1, 2, 1e10]],
    of: { value: (x, t, v) => biggest(Math.log(v!), (x! - t!) ** 2 / v!), 2: (x, t, v) => biggest(1 / v!, ((x! - t!) / v!) ** 2) },
  },
  poissonNllLoss: {
    run: (x, t) => L.poissonNllLoss(x, t, none),
    exact: losses.poisson,
    operands: [MODERATE.filter((x) => x < 80), COUNTS],
    of: { value: (x, t) => biggest(Math.exp(x!), t! * x!), 0: (x, t) => biggest(Math.exp(x!), t!) },
  },
  softMarginLoss: { run: (x, t) => L.softMarginLoss(x, t, none), exact: losses.softMargin, operands: [ANY, SIGNS] },
};

describe("one element", () => {
  test.each(Object.entries(CASES))("%s", (name, { run, exact, operands, of = {} }) => {
    const n = Math.max(...operands.map((o) => o.length)),
      // Every operand with every other's, each in a turn of its own.
      columns = operands.map((o, i) => Float32Array.from({ length: n }, (_, at) => o[(i ? at * (2 * i + 1) + Math.floor(at / 7) : at) % o.length]!)),
      rows = Array.from({ length: n }, (_, at) => columns.map((c) => c[at]!)),
      xs = columns.map((c) => k.tensor(c));
    const judge = (part: string, got: ArrayLike<number>, truth: Exact, size: Exact | undefined): void => {
      rows.forEach((at, i) => {
        const want = truth(...at),
          magnitude = size && Math.abs(size(...at)[0]);
        // What is beyond float32 is ∞ or 0 there.
        if (want[0] !== want[0]) return;
        const bound: Bound = magnitude === undefined ? { ulp: 0.501 } : { scale: 0.501 };
        const v = verdict({ address: () => `${name}:${part}`, inputs: at, got: got[i]! + 0, truth: want[0] === 0 ? dd(0) : want, bound, leniency: EITHER, ...(magnitude !== undefined && { magnitude }) }); // prettier-ignore
        expect(v.pass, v.sentence).toBe(true);
      });
    };
    judge("value", run(...xs).dataSync(), exact.value, of.value);
    exact.derivatives.forEach((d, i) => {
      if (!d) return;
      const g = grad((x: T) => k.sum(run(...xs.map((each, j) => (j === i ? x : each)))))(xs[i]!);
      judge(`∂${i}`, g.dataSync(), d, of[i]);
    });
    const second = exact.seconds?.[0]?.[0];
    if (!second) return;
    const first = (x: T): T => k.sum(grad((y: T) => k.sum(run(y, ...xs.slice(1))))(x));
    judge("∂∂", grad(first)(xs[0]!).dataSync(), second, undefined);
  });
});

describe("probabilities of 0 and 1", () => {
  test("a target that agrees adds nothing; one that does not, 100, and a gradient that is finite", () => {
    const p = k.parameter([0, 1, 0, 1]),
      loss = L.binaryCrossEntropy(p, [0, 1, 1, 0], none);
    expect([...loss.dataSync()].map((x) => x + 0)).toEqual([0, 0, 100, 100]);
    backward(k.sum(loss));
    expect([...p.grad!.dataSync()]).toEqual([1, -1, Math.fround(-1 / 9.999999960041972e-13), Math.fround(1 / 9.999999960041972e-13)]);
  });
  test("of sigmoid(x), as written, it is that of logits: for any x", () => {
    const x = [-1e30, -1e4, -200, -20, -1e-5, 0, 3, 17, 104, 1e4, 1e30];
    for (const t of [0, 0.25, 1]) {
      const [a, b] = [k.parameter(x), k.parameter(x)],
        target = x.map(() => t);
      const [written, wanted] = [L.binaryCrossEntropy(k.sigmoid(a), target, none), L.binaryCrossEntropyWithLogits(b, target, none)];
      backward(k.sum(k.mul(written, 1e-3)));
      backward(k.sum(k.mul(wanted, 1e-3)));
      const near = (got: ArrayLike<number>, want: ArrayLike<number>): void =>
        Array.from(want).forEach((w, i) => {
          const v = verdict({
            address: () => `bce of sigmoid:${i}`,
            inputs: [x[i]!],
            got: got[i]!,
            truth: dd(w),
            bound: { scale: 2 },
            magnitude: 1e-3,
            leniency: EITHER,
          });
          expect(v.pass, v.sentence).toBe(true);
        });
      near(written.dataSync(), wanted.dataSync());
      near(a.grad!.dataSync(), b.grad!.dataSync());
    }
    const off = k.stabilise("off", () => L.binaryCrossEntropy(k.sigmoid([17, 200]), [0, 0], none));
    expect([...off.dataSync()]).toEqual([16.63553237915039, 100]);
  });
  test("infinite logits: 0 where the target agrees", () => {
    const loss = L.binaryCrossEntropyWithLogits([Infinity, -Infinity, Infinity, NaN], [1, 0, 0, 1], none);
    expect([...loss.dataSync()]).toEqual([0, 0, Infinity, NaN]);
  });
});

describe("crossEntropy", () => {
  const [N, C] = [40, 7];
  const scales = [1, 10, 88, 1e4, 1e30];
  const logits = Float32Array.from({ length: N * C }, (_, i) => (2 * unit() - 1) * scales[Math.floor(i / C) % scales.length]!);
  const target = Array.from({ length: N }, () => next() % C);
  const rowsOf = (x: ArrayLike<number>): DD[][] => Array.from({ length: N }, (_, r) => Array.from({ length: C }, (_, c) => dd(x[r * C + c]!)));
  const near = (what: string, got: number, want: DD, magnitude: number, terms = 2): void => {
    const v = verdict({
      address: () => `crossEntropy:${what}`,
      inputs: [],
      got: got + 0,
      truth: want[0] === 0 ? dd(0) : want,
      bound: { terms },
      magnitude,
    });
    expect(v.pass, v.sentence).toBe(true);
  };
  test("each loss within 2·u·(|x − max| + |lse − max| + 1), gradient of p and its second part, at logits up to 1e30", () => {
    const x = k.parameter(k.tensor(logits, { shape: [N, C] })),
      loss = L.crossEntropy(x, ints(target), none);
    const got = loss.dataSync();
    backward(k.sum(loss));
    const g = x.grad!.dataSync();
    rowsOf(logits).forEach((row, r) => {
      const want = neg(logSoftmax(row)[target[r]!]!),
        p = softmax(row);
      near(`${r}`, got[r]!, want, Math.abs(want[0]) + 3);
      p.forEach((each, c) => near(`∂${r},${c}`, g[r * C + c]!, c === target[r] ? sub(each, dd(1)) : each, c === target[r] ? 1 : each[0], 6));
    });
  });
  test("weights, what is ignored, and each reduction", () => {
    const x = k.tensor(logits.subarray(0, 3 * C), { shape: [3, C] }),
      weight = Array.from({ length: C }, (_, i) => i + 1),
      t = [2, -100, 4];
    const rows = rowsOf(logits).slice(0, 3).map((row, r) => (t[r]! < 0 ? dd(0) : mul(dd(weight[t[r]!]!), neg(logSoftmax(row)[t[r]!]!)))), // prettier-ignore
      sum = rows.reduce((a, b) => sub(a, neg(b)), dd(0)),
      size = rows.reduce((n, row) => n + Math.abs(row[0]) + 10, 0);
    const of = (reduction: L.Reduction): ArrayLike<number> => L.crossEntropy(x, ints(t), { weight, reduction }).dataSync();
    rows.forEach((want, i) => near(`weighted ${i}`, of("none")[i]!, want, size));
    near("sum", of("sum")[0]!, sum, size, 4);
    near("mean", of("mean")[0]!, mul(sum, dd(1 / 8)), size / 8, 5);
    expect(of("none")[1]).toBe(0);
    expect(L.crossEntropy(x, ints([1, 1, 1]), { ignoreIndex: 1 }).item()).toBeNaN();
    const p = k.parameter(x);
    backward(L.crossEntropy(p, ints([1, 1, 1]), { ignoreIndex: 1 }));
    expect([...p.grad!.dataSync()].every((g) => g === 0)).toBe(true);
  });
  test("probabilities, smoothing, and a probability of 0 where the logarithm is −∞", () => {
    const x = k.tensor([[1, -Infinity, 2]]);
    const hard = L.crossEntropy(x, ints([2])).item();
    expect(L.crossEntropy(x, [[0, 0, 1]]).item()).toBe(hard);
    const q = k.parameter(x);
    backward(L.crossEntropy(q, [[0, 0, 1]]));
    expect([...q.grad!.dataSync()].every(Number.isFinite)).toBe(true);
    expect(L.crossEntropy(x, ints([2]), { labelSmoothing: 0.1 }).item()).toBe(Infinity);
    const y = k.tensor([[1, 3, 2]]),
      smooth = L.crossEntropy(y, ints([2]), { labelSmoothing: 0.3 }).item(),
      mixed = L.crossEntropy(y, [[0.1, 0.1, 0.8]]).item();
    expect(Math.abs(smooth - mixed)).toBeLessThanOrEqual(2 ** -21);
    expect(L.crossEntropy(y, [[0, 0, 1]], { labelSmoothing: 0.3 }).item()).toBe(smooth);
  });
  test("without a batch, with places behind the classes, and of nothing", () => {
    expect(L.crossEntropy([1, 2, 3], ints([2], [])).shape).toEqual([]);
    const x = k.tensor(logits.subarray(0, 24), { shape: [2, 3, 4] }),
      t = ints([0, 1, 2, 0, 1, 2, 0, 1], [2, 4]),
      flat = L.crossEntropy(k.reshape(k.transpose(x, 1, 2), [8, 3]), k.reshape(t, [8]), none);
    expect([...L.crossEntropy(x, t, none).dataSync()]).toEqual([...flat.dataSync()]);
    expect(L.crossEntropy(k.zeros([0, 3]), ints([])).item()).toBeNaN();
    expect(L.crossEntropy(k.zeros([0, 3]), ints([]), { reduction: "sum" }).item()).toBe(0);
  });
  test("nllLoss of logSoftmax is it, and of log(softmax) as written too", () => {
    const x = k.tensor(logits, { shape: [N, C] }),
      want = [...L.crossEntropy(x, ints(target), none).dataSync()];
    expect([...L.nllLoss(k.logSoftmax(x, 1), ints(target), none).dataSync()]).toEqual(want);
    expect([...L.nllLoss(k.log(k.softmax(x, 1)), ints(target), none).dataSync()]).toEqual(want);
    const naive = k.stabilise("off", () => L.nllLoss(k.log(k.softmax(x, 1)), ints(target), none));
    expect([...naive.dataSync()]).toContain(Infinity);
  });
});

describe("a mixture of two sets of labels", () => {
  const A = [[1.2372, -0.9604, 1.5415, -0.4079], [0.4777, -0.6759, -2.1489, -1.1463]], // prettier-ignore
    B = [[0.8806, 0.0529, 0.0751], [-0.272, 1.0066, -0.0416]]; // prettier-ignore
  const FIGURES = [[-2.0768, -4.2745, -1.7725, -3.7219, -1.0388, -1.8665, -1.8443], [-1.5592, -2.7127, -4.1858, -3.1831, -2.1721, -0.8934, -1.9416]]; // prettier-ignore
  test("the figures of a share of a third", async () => {
    const logs = L.mixtureLogProbs(-Math.LN2, A, B);
    const rows = (await logs.tolist()) as number[][];
    // Logits and figures were rounded to four places.
    FIGURES.forEach((row, r) => row.forEach((x, c) => expect(Math.abs(rows[r]![c]! - x)).toBeLessThan(1.5e-4)));
    for (const sum of k.sum(k.exp(logs), 1).dataSync()) expect(Math.abs(sum - 1)).toBeLessThanOrEqual(2 ** -22);
  });
  test.each([-1e4, -200, -17, -1, 0, 1, 17, 104, 1e4])("at a gate of %d: value and gradients, and what is written by hand agrees", (gate) => {
    const [g, a, b] = [k.parameter([gate, gate]), k.parameter(A), k.parameter(B)];
    const loss = L.mixtureNllLoss(g, a, b, ints([1, 5]), none);
    const pa = softmax(A[0]!.map((x) => dd(Math.fround(x)))),
      want = [logsigmoid.value(gate), logSoftmax(A[0]!.map((x) => dd(Math.fround(x))))[1]!, logsigmoid.value(-gate), logSoftmax(B[1]!.map((x) => dd(Math.fround(x))))[1]!]; // prettier-ignore
    const near = (got: number, truth: DD, magnitude: number): void => {
      const v = verdict({ address: () => `mixture:${gate}`, inputs: [], got, truth, bound: { terms: 6 }, magnitude, leniency: EITHER });
      expect(v.pass, v.sentence).toBe(true);
    };
    const got = loss.dataSync();
    near(got[0]!, neg(sub(want[0]!, neg(want[1]!))), Math.abs(gate) + 10);
    near(got[1]!, neg(sub(want[2]!, neg(want[3]!))), Math.abs(gate) + 10);
    backward(k.sum(loss));
    // −∂ log σ(t) = −σ(−t), and σ(t) of the other.
    near(g.grad!.dataSync()[0]!, dd(-1 / (1 + Math.exp(gate))), 1 / (1 + Math.exp(gate)));
    near(g.grad!.dataSync()[1]!, dd(1 / (1 + Math.exp(-gate))), 1 / (1 + Math.exp(-gate)));
    near(a.grad!.dataSync()[1]!, sub(pa[1]!, dd(1)), 1);
    const s = k.sigmoid(k.unsqueeze(g, 1)),
      byHand = L.nllLoss(k.log(k.cat([k.mul(s, k.softmax(a, 1)), k.mul(k.sub(1, s), k.softmax(b, 1))], 1)), ints([1, 5]), none);
    byHand.dataSync().forEach((x, i) => near(x, dd(got[i]!), Math.abs(gate) + 10));
    L.crossEntropy(L.mixtureLogProbs(g, a, b), ints([1, 5]), none)
      .dataSync()
      .forEach((x, i) => near(x, dd(got[i]!), Math.abs(gate) + 10));
  });
});

describe("other losses", () => {
  test("multiMarginLoss: margin, power, weights", () => {
    const x = [[0.1, 0.2, 0.4, 0.8]],
      hinges = [1 - 0.8 + 0.1, 1 - 0.8 + 0.2, 1 - 0.8 + 0.4];
    const near = (t: T, want: number): void => expect(Math.abs(t.item() - want)).toBeLessThanOrEqual(2 ** -22);
    near(L.multiMarginLoss(x, ints([3])), hinges.reduce((a, b) => a + b) / 4);
    near(L.multiMarginLoss(x, ints([3]), { p: 2 }), hinges.reduce((a, b) => a + b * b, 0) / 4);
    near(L.multiMarginLoss(x, ints([3]), { weight: [1, 1, 1, 3] }), (3 * hinges.reduce((a, b) => a + b)) / 4);
    near(L.multiMarginLoss([0.1, 0.2, 0.4, 0.8], ints([3], [])), hinges.reduce((a, b) => a + b) / 4);
    near(
      L.multilabelMarginLoss(x, ints([3, 0, -1, 1], [1, 4])),
      0.25 * (1 - (0.1 - 0.2) + (1 - (0.1 - 0.4)) + (1 - (0.8 - 0.2)) + (1 - (0.8 - 0.4))),
    );
  });
  test("gaussianNllLoss below eps: the derivative by the variance is that at eps, in whichever order", () => {
    const [x, v] = [k.parameter([2]), k.parameter([0.01])],
      loss = L.gaussianNllLoss(x, [1], v, { eps: 0.5, ...none });
    const [gx, gv] = grad(k.sum(loss), [x, v], { createGraph: true }) as [T, T];
    // −(x − t)/v² at v = ½.
    expect((grad(k.sum(gx), [v]) as T[])[0]!.item()).toBe(-4);
    expect((grad(k.sum(gv), [x]) as T[])[0]!.item()).toBe(-4);
  });
  test("crossEntropy: probabilities ignore no class", () => {
    expectRefusal("crossEntropy", () => L.crossEntropy([[1, 2]], [[0, 1]], { ignoreIndex: 1 }));
    expect(L.crossEntropy([[1, 2]], [[0, 1]], { ignoreIndex: -100 }).item()).toBeGreaterThan(0);
  });
  test("poissonNllLoss with Stirling's part, gaussianNllLoss with its constant, batchmean", () => {
    const full = L.poissonNllLoss([1, 1, 1], [0, 1, 5], { full: true, ...none }).dataSync(),
      plain = L.poissonNllLoss([1, 1, 1], [0, 1, 5], none).dataSync();
    expect([full[0]! - plain[0]!, full[1]! - plain[1]!]).toEqual([0, 0]);
    expect(Math.abs(full[2]! - plain[2]! - (5 * Math.log(5) - 5 + 0.5 * Math.log(10 * Math.PI)))).toBeLessThan(2 ** -20);
    expect(Math.abs(L.gaussianNllLoss([1], [1], [1], { full: true }).item() - 0.9189385)).toBeLessThan(2 ** -23);
    expect(L.gaussianNllLoss(k.ones([2, 3]), k.zeros([2, 3]), [1, 2], none).shape).toEqual([2, 3]);
    expect(L.gaussianNllLoss(k.ones([2, 3]), [1, 2, 3], k.ones([2, 1]), none).shape).toEqual([2, 3]);
    expect(L.gaussianNllLoss([1], [1], [-1], none).item()).toBeNaN();
    expect(L.klDiv(k.zeros([4, 2]), k.ones([4, 2]), { reduction: "batchmean" }).item()).toBe(0);
  });
  test("tripletMarginLoss with the nearer of two distances; near vectors in cosineEmbeddingLoss", () => {
    const loss = (swap: boolean): number => L.tripletMarginLoss([[0, 0]], [[3, 4]], [[6, 8]], { swap, margin: 7 }).item();
    expect([loss(false), loss(true)].map((x) => x.toFixed(4))).toEqual(["2.0000", "7.0000"]);
    // In float32 arithmetic it would have three digits.
    const near = L.cosineEmbeddingLoss([[1, 0]], [[1, 2 ** -10]], [1]).item();
    expect(Math.abs(near / (1 - 1 / Math.sqrt((1 + 1e-12) * (1 + 2 ** -20 + 1e-12))) - 1)).toBeLessThan(1e-6);
  });
});

test("every loss and its gradient live where the operands do", () => {
  const there = cpu(),
    x = (): k.Parameter => k.parameter(k.to(k.tensor([[0.25, 0.5, 0.75], [0.5, 0.125, 0.5]]), there)), // prettier-ignore
    y = k.to(k.tensor([[1, 0, 1], [0, 1, 1]]), there), // prettier-ignore
    t = k.to(ints([2, 1]), there),
    signs = k.to(k.tensor([1, -1]), there);
  const ways: Record<string, (x: T) => T> = {
    binaryCrossEntropy: (x) => L.binaryCrossEntropy(x, y),
    binaryCrossEntropyWithLogits: (x) => L.binaryCrossEntropyWithLogits(x, y, { posWeight: [1, 2, 3] }),
    cosineEmbeddingLoss: (x) => L.cosineEmbeddingLoss(x, y, signs),
    crossEntropy: (x) => L.crossEntropy(x, t, { weight: [1, 2, 3], labelSmoothing: 0.1 }),
    gaussianNllLoss: (x) => L.gaussianNllLoss(x, y, [[1], [2]]),
    hingeEmbeddingLoss: (x) => L.hingeEmbeddingLoss(x, y),
    huberLoss: (x) => L.huberLoss(x, y),
    klDiv: (x) => L.klDiv(x, y, { reduction: "batchmean" }),
    l1Loss: (x) => L.l1Loss(x, y),
    marginRankingLoss: (x) => L.marginRankingLoss(x, y, [[1], [-1]]),
    mixtureLogProbs: (x) => k.sum(L.mixtureLogProbs(0.5, x, y)),
    mixtureNllLoss: (x) => L.mixtureNllLoss(0.5, x, y, t),
    mseLoss: (x) => L.mseLoss(x, y),
    multilabelMarginLoss: (x) => L.multilabelMarginLoss(x, k.to(ints([0, -1, 2, 1, 2, -1], [2, 3]), there)),
    multilabelSoftMarginLoss: (x) => L.multilabelSoftMarginLoss(x, y),
    multiMarginLoss: (x) => L.multiMarginLoss(x, t),
    nllLoss: (x) => L.nllLoss(x, t),
    poissonNllLoss: (x) => L.poissonNllLoss(x, y, { full: true }),
    smoothL1Loss: (x) => L.smoothL1Loss(x, y),
    softMarginLoss: (x) => L.softMarginLoss(x, y),
    tripletMarginLoss: (x) => L.tripletMarginLoss(x, y, [[1, 2, 3]]),
  };
  expect(Object.keys(ways).sort()).toEqual(Object.keys(L).sort());
  for (const [name, way] of Object.entries(ways)) {
    const p = x(),
      loss = way(p);
    expect([name, loss.device, loss.shape]).toEqual([name, y.device, []]);
    backward(loss);
    expect([name, p.grad!.device]).toEqual([name, y.device]);
    expect([...p.grad!.dataSync()].every(Number.isFinite), name).toBe(true);
    const host = k.parameter([[0.25, 0.5, 0.75], [0.5, 0.125, 0.5]]); // prettier-ignore
    backward(way(host));
    expect([...host.grad!.dataSync()], name).toEqual([...p.grad!.dataSync()]);
  }
});

describe("what does not fit is refused", () => {
  test.each<readonly [string, () => unknown]>([
    ["binaryCrossEntropyWithLogits", () => L.binaryCrossEntropyWithLogits([1, 2], [1])],
    ["binaryCrossEntropy", () => L.binaryCrossEntropy([0.5], [[1]])],
    ["mseLoss", () => L.mseLoss([1], [1], { reduction: "average" as "mean" })],
    ["klDiv", () => L.klDiv([1], [1], { reduction: "average" as "mean" })],
    ["crossEntropy", () => L.crossEntropy([[1, 2]], ints([2]))],
    ["crossEntropy", () => L.crossEntropy([[1, 2]], ints([-1]))],
    ["crossEntropy", () => L.crossEntropy([[1, 2]], ints([0, 1]))],
    ["crossEntropy", () => L.crossEntropy([[1, 2]], [0.5])],
    ["crossEntropy", () => L.crossEntropy(1, ints([0]))],
    ["crossEntropy", () => L.crossEntropy([[1, 2]], ints([0]), { weight: [1] })],
    ["crossEntropy", () => L.crossEntropy([[1, 2]], ints([0]), { labelSmoothing: 2 })],
    ["crossEntropy", () => L.crossEntropy([[1, 2]], ints([0]), { ignoreIndex: 0.5 })],
    ["crossEntropy", () => L.crossEntropy([[1, 2]], ints([0]), { reduction: "x" as "sum" })],
    ["nllLoss", () => L.nllLoss([[1, 2]], ints([2]))],
    ["smoothL1Loss", () => L.smoothL1Loss([1], [1], { beta: -1 })],
    ["huberLoss", () => L.huberLoss([1], [1], { delta: 0 })],
    ["gaussianNllLoss", () => L.gaussianNllLoss([1, 2], [1, 2], [1, 2, 3])],
    ["gaussianNllLoss", () => L.gaussianNllLoss([1], [1], [1], { eps: 0 })],
    ["marginRankingLoss", () => L.marginRankingLoss([1], [[1]], [1])],
    ["softMarginLoss", () => L.softMarginLoss([1], [1, 1])],
    ["multilabelSoftMarginLoss", () => L.multilabelSoftMarginLoss(1, 1)],
    ["multiMarginLoss", () => L.multiMarginLoss([[1, 2]], ints([0]), { p: 3 })],
    ["multiMarginLoss", () => L.multiMarginLoss([[1, 2]], ints([5]))],
    ["multilabelMarginLoss", () => L.multilabelMarginLoss([[1, 2]], ints([0, 2], [1, 2]))],
    ["multilabelMarginLoss", () => L.multilabelMarginLoss([[1, 2]], [[0, 0.5]])],
    ["cosineEmbeddingLoss", () => L.cosineEmbeddingLoss([[1]], [[1]], 1)],
    ["tripletMarginLoss", () => L.tripletMarginLoss([1], [[1]], [1])],
    ["tripletMarginLoss", () => L.tripletMarginLoss([1], [1], [1], { margin: NaN })],
    ["mixtureNllLoss", () => L.mixtureNllLoss([0, 0], [[1, 2]], [[1]], ints([0]))],
    ["mixtureNllLoss", () => L.mixtureNllLoss(0, [[1, 2]], [[1]], ints([3]))],
  ])("%s", (name, run) => {
    expectRefusal(name, run);
  });
  test("a class that was computed, when it is read", () => {
    const loss = L.crossEntropy([[1, 2]], k.add(ints([1]), 1));
    expect(() => loss.item()).toThrow(/^crossEntropy: index 2 is out of range/);
  });
});
