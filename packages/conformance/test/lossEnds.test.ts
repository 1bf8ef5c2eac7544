/**
 * Losses at the ends: logits of ±1e4, ±1e30 and ±∞ where they may be, probabilities of 0 and 1; every loss, value and gradient, against references in
 * double-double, in float32 and float64. Bounds are those that the losses' files state; a float64 body is within 2 ulp, of the larger term where terms cancel.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { grad } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import * as L from "@evenkeel/losses";
import { type Bound, type Question, shareOf, verdict } from "../src/judge.js";
import { abs, add, type DD, dd, div, mul, neg, scale, sqrt, sub, twoProd, twoSum } from "../src/reference/dd.js";
import { exp, log, log1p } from "../src/reference/functions.js";
import { logsigmoid } from "../src/reference/logsigmoid.js";
import { logSoftmax } from "../src/reference/logSoftmax.js";
import { losses } from "../src/reference/losses.js";
import * as rowsOf from "../src/reference/rowLosses.js";
import type { Reference } from "../src/reference/reference.js";
import { sigmoid } from "../src/reference/sigmoid.js";
import { softmax } from "../src/reference/softmax.js";
import { FORMATS } from "../src/ulp.js";
import { seen } from "./seen.js";

type T = k.Tensor;
type Wide = "float32" | "float64";
beforeAll(() => k.setDefaultDevice(cpu()));
const WIDES = ["float32", "float64"] as const;
const none = { reduction: "none" } as const;
const f = Math.fround;
const HUGE = f(1e30);
const FINITE = [0, 1, -1, 17, -17, 104, -104, 1e4, -1e4, HUGE, -HUGE],
  ALL = [...FINITE, Infinity, -Infinity],
  CHANCES = [0, 1, 0.5, 0.25, f(0.9), f(0.01), f(1 / 3), f(0.7), 1 - 2 ** -24, 2 ** -149];
const judged = new Set<string>();
const note = seen("lossEnds.test");

const made = (values: readonly number[], shape: readonly number[], dtype: Wide): T =>
  k.tensor(dtype === "float64" ? Float64Array.from(values) : Float32Array.from(values), { shape });
const ints = (x: readonly number[], shape: readonly number[] = [x.length]): T => k.tensor(Int32Array.from(x), { shape });
/** `magnitude`: of what cancels, or Σ|terms|. */
function hold(what: string, got: number, truth: DD, bound: Bound, dtype: Wide, magnitude?: number): void {
  judged.add(what.split(/[ :,]/)[0]!);
  const question: Question = {
    address: () => `${what}:${dtype}`,
    inputs: [],
    got: got + 0,
    format: FORMATS[dtype],
    truth: truth[0] === 0 ? dd(0) : truth,
    bound,
    leniency: { subnormals: "ieee", zeros: "either" },
    ...(magnitude !== undefined && { magnitude }),
  };
  const v = verdict(question);
  if (v.pass) note(what, shareOf(question), `${what}, ${dtype}`);
  expect(v.pass, v.sentence).toBe(true);
}
const gradients = (run: (...x: T[]) => T, xs: readonly T[], by: number): ArrayLike<number> =>
  grad((x: T) => k.sum(run(...xs.map((each, i) => (i === by ? x : each)))))(xs[by]!).dataSync() as ArrayLike<number>;

interface Case {
  readonly run: (...x: T[]) => T;
  readonly exact: Reference;
  /** Every one with every other. */
  readonly operands: readonly (readonly number[])[];
  /** The size of what cancels, for the value and by operand; without one, in ulp of the result. */
  readonly of?: Partial<Record<"value" | number, (...x: number[]) => number>>;
  /** How many ulp a second derivative may be off in float64, where that is more than a body's. */
  readonly second?: number;
  /** Where there is no result that is one: e^x − t·x where both are ∞. */
  readonly but?: (...x: number[]) => boolean;
}
const most = (...x: readonly number[]): number => Math.max(...x.map((v) => Math.abs(v) || 0));
const HELD = div(dd(1), dd(f(1e-12)));
const held = (p: number, other: DD): DD => (p < Math.exp(-100) ? dd(-100) : other);
const inverse = (p: DD): DD => (p[0] < Math.exp(-100) ? HELD : div(dd(1), p));
const bent = (p: DD): DD => (p[0] < Math.exp(-100) ? dd(0) : div(div(dd(1), p), p));
/** Logarithms from −100 on, and slopes of 10¹², which are flat, where they are held. */
const heldEntropy: Reference = {
  value: (p, t) => neg(add(mul(dd(t!), held(p!, log(dd(p!)))), mul(twoSum(1, -t!), held(1 - p!, log1p(dd(-p!)))))),
  derivatives: [(p, t) => sub(mul(twoSum(1, -t!), inverse(twoSum(1, -p!))), mul(dd(t!), inverse(dd(p!))))],
  seconds: [[(p, t) => add(mul(twoSum(1, -t!), bent(twoSum(1, -p!))), mul(dd(t!), bent(dd(p!))))]],
};
const hinge: Reference = {
  value: (x, t) => (t === 1 ? dd(x!) : x! < 1 ? twoSum(1, -x!) : dd(0)),
  derivatives: [(x, t) => dd(t === 1 ? 1 : x! <= 1 ? -1 : 0)],
};
const ranked = (x: number, y: number, t: number): DD => sub(dd(0.5), mul(dd(t), twoSum(x, -y)));
const ranking: Reference = {
  value: (x, y, t) => (ranked(x!, y!, t!)[0] > 0 ? ranked(x!, y!, t!) : dd(0)),
  derivatives: [(x, y, t) => dd(ranked(x!, y!, t!)[0] < 0 ? 0 : -t!), (x, y, t) => dd(ranked(x!, y!, t!)[0] < 0 ? 0 : t!)],
};
const rates = (eps: number): Reference => ({
  value: (x, t) => sub(dd(x!), mul(dd(t!), log(twoSum(x!, eps)))),
  derivatives: [(x, t) => sub(dd(1), div(dd(t!), twoSum(x!, eps)))],
});
const at3 = (r: Reference, c: number): Reference => ({
  value: (x, t) => r.value(x!, t!, c),
  derivatives: r.derivatives.map((d) => d && ((x?: number, t?: number) => d(x!, t!, c))) as Reference["derivatives"],
  ...(r.seconds && { seconds: [[(x, t) => r.seconds![0]![0]!(x!, t!, c)]] }),
});
const cases = (dtype: Wide): Record<string, Case> => {
  const eps = dtype === "float32" ? f(1e-8) : 1e-8;
  return {
    ...Object.fromEntries(
      [1, 3].map((posWeight): [string, Case] => [
        `binaryCrossEntropyWithLogits, posWeight ${posWeight}`,
        {
          run: (x, t) => L.binaryCrossEntropyWithLogits(x, t, { posWeight, ...none }),
          exact: at3(losses.withLogits, posWeight),
          operands: [ALL, [0, 1, 0.5, 0.25]],
          of: {
            0: (x, t) => most((1 - t!) / (1 + Math.exp(-x!)), (posWeight * t!) / (1 + Math.exp(x!))),
            1: (x) => most(x!, posWeight),
          },
          but: (x) => posWeight !== 1 && Math.abs(x!) === Infinity,
        },
      ]),
    ),
    binaryCrossEntropy: {
      run: (p, t) => L.binaryCrossEntropy(p, t, none),
      exact: heldEntropy,
      operands: [CHANCES, [0, 1, 0.5, 0.25]],
      of: { 0: (p, t) => most(Math.min(1e12, (1 - t!) / (1 - p!)), Math.min(1e12, t! / p!)) },
      // Of (1 − t)/(1 − p)² both differences, two quotients and the product are rounded, the first twice: 6·u, and the sum.
      second: 7,
    },
    mseLoss: { run: (x, t) => L.mseLoss(x, t, none), exact: losses.mse, operands: [FINITE, FINITE] },
    l1Loss: { run: (x, t) => L.l1Loss(x, t, none), exact: losses.l1, operands: [FINITE, FINITE] },
    smoothL1Loss: { run: (x, t) => L.smoothL1Loss(x, t, { beta: 2, ...none }), exact: at3(losses.smoothL1, 2), operands: [FINITE, FINITE] },
    huberLoss: { run: (x, t) => L.huberLoss(x, t, { delta: 20, ...none }), exact: at3(losses.huber, 20), operands: [FINITE, FINITE] },
    klDiv: {
      run: (x, t) => L.klDiv(x, t, none),
      exact: { ...losses.divergence, derivatives: [losses.divergence.derivatives[0]!] },
      operands: [[0, -1e-10, -17, -1e4, -HUGE, -Infinity], CHANCES],
      of: { value: (x, t) => (t === 0 ? 0 : most(t! * Math.log(t!), t! * x!)) },
    },
    "klDiv of logarithms": {
      run: (x, t) => L.klDiv(x, t, { logTarget: true, ...none }),
      exact: { ...losses.divergenceOfLogs, derivatives: [losses.divergenceOfLogs.derivatives[0]!] },
      operands: [
        [0, -17, -104, -1e4, -HUGE],
        [0, -0.5, -17, -104, -1e4, -HUGE],
      ],
    },
    gaussianNllLoss: {
      run: (x, t, v) => L.gaussianNllLoss(x, t, v, none),
      exact: losses.gaussian,
      operands: [FINITE, FINITE, [2 ** -16, 1, 1e4, HUGE]],
      of: { value: (x, t, v) => most(Math.log(v!), (x! - t!) ** 2 / v!), 2: (x, t, v) => most(1 / v!, ((x! - t!) / v!) ** 2) },
    },
    poissonNllLoss: {
      run: (x, t) => L.poissonNllLoss(x, t, none),
      exact: losses.poisson,
      operands: [FINITE.filter((x) => x < 88), [0, 1, 5, 1000]],
      of: { value: (x, t) => most(Math.exp(x!), t! * x!), 0: (x, t) => most(Math.exp(x!), t!) },
    },
    "poissonNllLoss of rates": {
      run: (x, t) => L.poissonNllLoss(x, t, { logInput: false, ...none }),
      exact: rates(eps),
      operands: [[0, 1, 2 ** -149, 1e-8, 1 - 1e-8, 1.03, 0.7, 1e4, HUGE].map(dtype === "float32" ? f : Number), [0, 1, 5, 1000]],
      of: { value: (x, t) => most(x!, t! * Math.log(x! + eps)), 0: (x, t) => most(1, t! / (x! + eps)) },
    },
    softMarginLoss: { run: (x, t) => L.softMarginLoss(x, t, none), exact: losses.softMargin, operands: [ALL, [1, -1]] },
    hingeEmbeddingLoss: { run: (x, t) => L.hingeEmbeddingLoss(x, t, none), exact: hinge, operands: [ALL, [1, -1]] },
    marginRankingLoss: {
      run: (x, y, t) => L.marginRankingLoss(x, y, t, { margin: 0.5, ...none }),
      exact: ranking,
      operands: [FINITE, FINITE, [1, -1]],
    },
  };
};
const product = (lists: readonly (readonly number[])[]): number[][] =>
  lists.reduce<number[][]>((all, list) => all.flatMap((row) => list.map((v) => [...row, v])), [[]]);

describe.each(WIDES)("%s", (dtype) => {
  const once = dtype === "float32" ? 0.501 : 2;
  test.each(Object.entries(cases(dtype)))("%s", (name, { run, exact, operands, of = {}, but, second: bodies = 2 }) => {
    const rows = product(operands).filter((row) => !but?.(...row)),
      xs = operands.map((_, i) => made(rows.map((row) => row[i]!), [rows.length], dtype)); // prettier-ignore
    const each = (part: string, got: ArrayLike<number>, truth: Reference["value"], size: ((...x: number[]) => number) | undefined, ulp = once): void =>
      rows.forEach((row, i) => hold(`${name} ${part} at ${row.join(", ")}`, got[i]!, truth(...row), size ? { scale: ulp } : { ulp }, dtype, size?.(...row))); // prettier-ignore
    each("value", run(...xs).dataSync() as ArrayLike<number>, exact.value, of.value);
    exact.derivatives.forEach((d, by) => d && each(`∂${by}`, gradients(run, xs, by), d, of[by]));
    const second = exact.seconds?.[0]?.[0];
    if (second)
      each(
        "∂∂",
        gradients((x) => k.sum(grad((y: T) => k.sum(run(y, ...xs.slice(1))))(x)), xs, 0),
        second,
        undefined,
        dtype === "float32" ? once : bodies,
      );
  });

  const ROWS = [
    [0, 1, 2],
    [1e4, -1e4, 0],
    [HUGE, -HUGE, 5],
    [HUGE, HUGE, -1e4],
    [-HUGE, -HUGE, -HUGE],
    [104, 88, -17],
    [1e4, 1e4 + 1, 1e4 - 0.5],
  ];
  const ENDS = [...ROWS, [-Infinity, 0, 1], [-Infinity, -HUGE, -1e4], [-Infinity, -Infinity, 3]];
  const each = (rows: readonly number[][], check: (row: readonly number[], t: number) => void): void =>
    rows.forEach((row) => row.forEach((_, t) => check(row, t)));
  const withRow = (row: readonly number[]): T => made(row, [row.length], dtype);

  test("crossEntropy and nllLoss: of a class, of probabilities, and with smoothing", () => {
    each(ENDS, (row, t) => {
      const logs = logSoftmax(row.map(dd)),
        p = softmax(row.map(dd)),
        max = Math.max(...row),
        // |x − max| + |lse − max| + 1
        size = (i: number): number => Math.abs(row[i]! - max) + 2.1;
      for (const target of [
        ints([t], []),
        made(
          row.map((_, i) => +(i === t)),
          [3],
          dtype,
        ),
      ]) {
        // prettier-ignore
        const run = (x: T): T => L.crossEntropy(x, target, none),
          name = `crossEntropy of ${row.join(", ")} for ${t}`;
        hold(name, run(withRow(row)).item(), neg(logs[t]!), { terms: 2 }, dtype, size(t));
        const g = gradients(run, [withRow(row)], 0);
        p.forEach((v, i) => hold(`${name} ∂${i}`, g[i]!, sub(v, dd(+(i === t))), { terms: 6.1 }, dtype, v[0] + +(i === t)));
      }
      const eps = 0.25,
        smooth = row.map((_, i) => (i === t ? 1 - eps : 0) + eps / 3),
        run = (x: T): T => L.crossEntropy(x, ints([t], []), { labelSmoothing: eps, ...none });
      const total = smooth.reduce<DD>((s, w, i) => sub(s, mul(dd(w), logs[i]!)), dd(0)),
        whole = logs.some((v) => v[0] === -Infinity) ? dd(Infinity) : total;
      // Of logarithms that are rounded, a weighted mean, twice.
      hold(`crossEntropy of ${row.join(", ")} smoothed for ${t}`, run(withRow(row)).item(), whole, { terms: 6 }, dtype, row.reduce((s, _, i) => s + size(i), 0)); // prettier-ignore
      const g = gradients(run, [withRow(row)], 0);
      p.forEach((v, i) =>
        hold(`crossEntropy smoothed ∂${i} of ${row.join(", ")}`, g[i]!, sub(v, dd(smooth[i]!)), { terms: 12 }, dtype, v[0] + smooth[i]!),
      );
      const scores = row.map((x) => -Math.abs(x)),
        nll = (x: T): T => L.nllLoss(x, ints([t], []), none);
      hold("nllLoss", nll(withRow(scores)).item(), dd(-scores[t]!), { exact: true }, dtype);
      const n = gradients(nll, [withRow(scores)], 0);
      scores.forEach((_, i) => hold(`nllLoss ∂${i}`, n[i]!, dd(i === t ? -1 : 0), { exact: true }, dtype));
    });
  });
  test.each([1, 2])("multiMarginLoss, p %d, and multilabelMarginLoss", (p) => {
    each(ROWS, (row, t) => {
      const ways: [string, (x: T) => T, rowsOf.Loss][] = [
        [`multiMarginLoss, p ${p}`, (x) => L.multiMarginLoss(x, ints([t], []), { p, ...none }), rowsOf.multiMargin(row, t, p)],
        ["multilabelMarginLoss", (x) => L.multilabelMarginLoss(x, ints([t, (t + 1) % 3, -1]), none), rowsOf.multilabelMargin(row, [t, (t + 1) % 3])],
      ];
      for (const [name, run, { value, slopes }] of ways) {
        hold(`${name} of ${row.join(", ")} for ${t}`, run(withRow(row)).item(), value.value, { terms: 3 }, dtype, value.magnitude);
        const g = gradients(run, [withRow(row)], 0);
        slopes.forEach((s, i) => hold(`${name} ∂${i} of ${row.join(", ")} for ${t}`, g[i]!, s.value, { terms: 4 }, dtype, s.magnitude));
      }
    });
  });
  test("multilabelSoftMarginLoss", () => {
    each(ENDS, (row, t) => {
      const target = row.map((_, i) => (i === t ? 1 : i === (t + 1) % 3 ? 0 : 0.5)),
        run = (x: T): T => L.multilabelSoftMarginLoss(x, withRow(target), none),
        name = `multilabelSoftMarginLoss of ${row.join(", ")} for ${t}`;
      const parts = row.map((x, i) => losses.withLogits.value(x, target[i]!, 1)),
        total = parts.some((v) => v[0] === Infinity) ? dd(Infinity) : parts.reduce(add);
      hold(name, run(withRow(row)).item(), div(total, dd(3)), { ulp: dtype === "float32" ? 1.01 : 5 }, dtype);
      const g = gradients(run, [withRow(row)], 0);
      row.forEach((x, i) => {
        const size = most((1 - target[i]!) / (1 + Math.exp(-x)), target[i]! / (1 + Math.exp(x))) / 3;
        hold(
          `${name} ∂${i}`,
          g[i]!,
          div(losses.withLogits.derivatives[0]!(x, target[i]!, 1), dd(3)),
          { scale: dtype === "float32" ? 1.01 : 4 },
          dtype,
          size,
        );
      });
    });
  });

  const VECTORS = [
    [1, 0],
    [1, 2 ** -10],
    [-3, 4],
    [1e4, -1e4],
    [HUGE, HUGE],
    [-HUGE, 1],
    [0, 0],
    [f(1e-30), f(1e-30)],
  ];
  test("cosineEmbeddingLoss: along, across, far and of nothing", () => {
    for (const a of VECTORS)
      for (const b of VECTORS)
        for (const t of [1, -1]) {
          const run = (x: T, y: T): T => L.cosineEmbeddingLoss(x, y, made([t], [], dtype), none),
            name = `cosineEmbeddingLoss of ${a.join()} and ${b.join()} for ${t}`,
            { value, slopes } = rowsOf.cosineEmbedding(a, b, t);
          // Computed in float64: 2⁻⁴⁸, or 2⁻⁵⁰, of terms of 1.
          const off = dtype === "float32" ? 2 ** -24 : 8;
          hold(name, run(withRow(a), withRow(b)).item(), value, { terms: off }, dtype, 1);
          for (const by of [0, 1]) {
            // At cos = 0 the slope is one-sided.
            if (t === -1 && value[0] === 0) continue;
            const g = gradients(run, [withRow(a), withRow(b)], by);
            slopes[by]!.forEach((s, i) =>
              hold(`${name} ∂${by}.${i}`, g[i]!, s.value, { terms: dtype === "float32" ? 2 ** -16 : 32 }, dtype, s.magnitude),
            );
          }
        }
  });
  test.each([1, 2])("tripletMarginLoss, p %d: near, far and equal points", (p) => {
    for (const a of VECTORS)
      for (const b of VECTORS)
        for (const c of VECTORS.slice(2)) {
          const run = (x: T, y: T, z: T): T => L.tripletMarginLoss(x, y, z, { p, ...none }),
            name = `tripletMarginLoss of ${a.join()}, ${b.join()} and ${c.join()}`,
            xs = [withRow(a), withRow(b), withRow(c)] as const,
            { value, slopes } = rowsOf.tripletMargin(a, b, c, p);
          hold(name, run(...xs).item(), value.value, { terms: dtype === "float32" ? 2 ** -24 : 8 }, dtype, value.magnitude);
          if (Math.abs(value.value[0]) < 2 ** -40 * value.magnitude) continue; // a kink, to float64
          for (const by of [0, 1, 2]) {
            const g = gradients(run, xs, by);
            slopes[by]!.forEach((s, i) =>
              hold(`${name} ∂${by}.${i}`, g[i]!, s.value, { terms: dtype === "float32" ? 2 ** -16 : 16 }, dtype, s.magnitude),
            );
          }
        }
  });
  test("mixtureNllLoss and mixtureLogProbs: gates of ±1e30 and ±∞, logits of −∞", () => {
    const A = [HUGE, 0, -1e4],
      B = [-Infinity, 1, 2];
    for (const gate of ALL) {
      const shares = [logsigmoid.value(gate), logsigmoid.value(-gate)] as const,
        logs = [...logSoftmax(A.map(dd)).map((v) => add(shares[0], v)), ...logSoftmax(B.map(dd)).map((v) => add(shares[1], v))].map((v) => (v[0] === -Infinity ? dd(-Infinity) : v)); // prettier-ignore
      const x = [made([gate], [], dtype), withRow(A), withRow(B)] as const,
        all = L.mixtureLogProbs(...x).dataSync();
      const sizeOf = (i: number): number => Math.abs(shares[i < 3 ? 0 : 1][0]) + Math.abs(logSoftmax((i < 3 ? A : B).map(dd))[i % 3]![0]) + 1;
      logs.forEach((want, i) => hold(`mixtureLogProbs of ${gate}: ${i}`, Number(all[i]), want, { terms: 2 }, dtype, sizeOf(i)));
      for (const t of [0, 1, 4, 5]) {
        const run = (g: T, a: T, b: T): T => L.mixtureNllLoss(g, a, b, ints([t], []), none),
          name = `mixtureNllLoss of ${gate} for ${t}`,
          first = t < 3;
        hold(name, run(...x).item(), neg(logs[t]!), { terms: 3 }, dtype, sizeOf(t));
        const g = gradients(run, x, 0);
        hold(`${name} ∂gate`, g[0]!, first ? neg(sigmoid.value(-gate)) : sigmoid.value(gate), { ulp: once }, dtype);
        [A, B].forEach((row, which) => {
          const mine = gradients(run, x, which + 1);
          softmax(row.map(dd)).forEach((p, i) => {
            const hit = +(t - 3 * which === i),
              isMine = first === (which === 0);
            hold(`${name} ∂${which}.${i}`, mine[i]!, isMine ? sub(p, dd(hit)) : dd(0), { terms: 6.1 }, dtype, p[0] + hit);
          });
        });
      }
    }
  });
});

test("every loss was judged", () => expect([...judged].sort()).toEqual(Object.keys(L).sort()));
test("what is off by 2⁻²² is seen, and a hinge that loses its margin", () => {
  expect(() => hold("mseLoss", 1 + 2 ** -22, dd(1), { ulp: 0.501 }, "float32")).toThrow(/ulp/);
  const { value } = rowsOf.multiMargin([HUGE, HUGE, -1e4], 0, 1);
  // 1 − 1e30 + 1e30 in float64.
  expect(() => hold("multiMarginLoss", 0, value.value, { terms: 3 }, "float32", value.magnitude)).toThrow(/multiMarginLoss/);
  expect(abs(sub(sqrt(scale(dd(1), 2)), twoProd(1, 2)))[0] + exp(dd(-Infinity))[0]).toBe(0);
});
