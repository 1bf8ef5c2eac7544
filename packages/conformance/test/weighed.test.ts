/** Sums of weights times exponentials, and what is divided by them, where an exponential alone leaves the range: beside the same in float64 at exponents that do not. */
import { beforeAll, describe, expect, test } from "vitest";
import { grad } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";

type T = k.Tensor;
beforeAll(() => k.setDefaultDevice(cpu()));

/** Of weights w and exponents s, which may all be shifted. */
const shares: Record<string, (w: T, s: T) => T> = {
  "w·e^s / Σ w·e^s": (w, s) => k.div(k.mul(w, k.exp(s)), k.sum(k.mul(w, k.exp(s)))),
  "e^s·w / (e^s·w)ᵀ1": (w, s) => k.div(k.mul(k.exp(s), w), k.matmul(k.mul(k.exp(s), w), k.onesLike(w))),
  "w·e^s / ‖·‖₁, weighed again": (w, s) => k.sum(k.mul(w, k.div(k.mul(w, k.exp(s)), k.sum(k.mul(w, k.exp(s)))))),
  "w·softmax(s) / Σ w·softmax(s)": (w, s) => k.div(k.mul(w, k.softmax(s, 0)), k.sum(k.mul(w, k.softmax(s, 0)))),
  "Σ w·e^s / Σ e^s": (w, s) => k.div(k.sum(k.mul(w, k.exp(s))), k.sum(k.exp(s))),
  "w·e^s / Σ e^s": (w, s) => k.div(k.mul(w, k.exp(s)), k.sum(k.exp(s))),
  "log(w²·e^s / Σ w²·e^s)": (w, s) => k.log(k.div(k.mul(k.square(w), k.exp(s)), k.sum(k.mul(k.square(w), k.exp(s))))),
  "2·w·e^s / (w₀·e^s₀ + Σ w·e^s)": (w, s) => {
    const p = k.mul(w, k.exp(s));
    return k.div(k.mul(2, p), k.add(k.select(p, 0, 0), k.sum(p)));
  },
};
const weights = [
  [1, 2, 0.5, 3],
  [1, -2, 4, 0.5],
  [-1, -2, -0.5, -3],
];
const exponents = [
  [0.5, -1, 0.25, 1],
  [0, -12, 3, -4],
];
const MIX = [1, -0.5, 2, 0.75];
function all(f: (w: T, s: T) => T, w: number[], s: number[], dtype: k.DType): number[] {
  const x = k.parameter(k.tensor(w, { dtype })),
    y = k.parameter(k.tensor(s, { dtype })),
    z = f(x, y);
  return [z, ...grad(k.sum(k.mul(z, k.tensor(MIX, { dtype }))), [x, y])].flatMap((t) => [...(t!.dataSync() as Float64Array)]);
}
describe.each(Object.entries(shares))("%s", (_, f) => {
  const at = weights.flatMap((w) => exponents.flatMap((s) => [0, 96, -112, 1024].map((by) => [by, s, w] as const)));
  test.each(at)("shifted by %s: %j of %j", (by, s, w) => {
    const want = k.stabilise("off", () => all(f, w, s, "float64")),
      got = all(
        f,
        w,
        s.map((x) => x + by),
        "float32",
      ),
      size = Math.max(...want.filter(Number.isFinite).map(Math.abs));
    got.forEach((x, i) =>
      Number.isNaN(want[i]) ? expect(x).toBeNaN() : expect(Math.abs(x - want[i]!), `${i}: ${x}, want ${want[i]}`).toBeLessThan(2 ** -19 * size),
    );
  });
});
test("a term of weight 0 is 0, and not the greatest, however great its exponential", () => {
  for (const great of [50, 200, 900])
    for (const f of [k.exp, (s: T) => k.softmax(s, 0)]) {
      const s = k.parameter(k.tensor([0, great, 1])),
        p = k.mul(f(s), [1, 0, 1]),
        q = k.div(p, k.sum(p)),
        e = 1 / (1 + Math.E);
      expect([...q.dataSync()].map((x, i) => Math.abs((x as number) - [e, 0, 1 - e][i]!) < 2 ** -22)).toEqual([true, true, true]);
      const g = [...grad(k.select(q, 0, 0), [s])[0]!.dataSync()] as number[];
      g.forEach((x, i) => expect(Math.abs(x - [e * (1 - e), 0, -e * (1 - e)][i]!)).toBeLessThan(2 ** -22));
    }
});
test("second derivatives where a weight is 0, and where a difference is", () => {
  const second = (f: (...x: T[]) => T, at: readonly number[][], dtype: k.DType): number[] => {
    const x = at.map((a) => k.parameter(k.tensor(a, { dtype }))),
      mixed = (ts: readonly (T | null)[]): T => ts.map((t, i) => k.sum(k.mul(t!, i + 1.5))).reduce((a, b) => k.add(a, b)),
      first = grad(k.sum(k.mul(f(...x), k.tensor([1, -0.5, 2].slice(0, at[0]!.length), { dtype }))), x, { createGraph: true });
    return grad(mixed(first), x).flatMap((t) => [...t!.dataSync()] as number[]);
  };
  const cases: [(...x: T[]) => T, number[][]][] = [
    [
      (x, w) => k.div(k.mul(w, k.exp(x)), k.sum(k.mul(w, k.exp(x)))),
      [
        [0.5, -0.875, 2],
        [0, 1, 0],
      ],
    ],
    [
      (x, w) => k.log(k.add(k.mul(w, k.exp(x)), k.exp(w))),
      [
        [0.5, -0.875, 2],
        [0, 1, 0],
      ],
    ],
    [
      (x, y) => k.log(k.add(3, k.sub(k.sigmoid(x), k.sigmoid(y)))),
      [
        [1, 0.25, 2],
        [0, 0.25, 2],
      ],
    ],
    [
      (x, y) => k.expand(k.log(k.sum(k.sub(k.tanh(x), k.tanh(y)))), [3]),
      [
        [1, 0.25, 2],
        [0, 0.25, 2],
      ],
    ],
  ];
  for (const [f, at] of cases) {
    const want = k.stabilise("off", () => second(f, at, "float64")),
      size = Math.max(...want.map(Math.abs));
    for (const dtype of ["float32", "float64"] as const)
      second(f, at, dtype).forEach((x, i) => expect(Math.abs(x - want[i]!), `${dtype} ${i}: ${x}, want ${want[i]}`).toBeLessThan(2 ** -19 * size));
  }
});
test("where all weights are 0 nothing is known", () => {
  const p = k.mul(k.exp(k.tensor([1, 2])), [0, 0]);
  expect([...k.div(p, k.sum(p)).dataSync()]).toEqual([NaN, NaN]);
});
test("labels of 0 and 1 that are a tensor", () => {
  const x = k.parameter(k.tensor([110, -110, 89, 3, -95])),
    y = k.tensor([0, 1, 0, 0, 1]),
    p = k.sigmoid(x),
    l = k.log(k.add(k.mul(y, p), k.mul(k.sub(1, y), k.sub(1, p))));
  expect([...l.dataSync()].map((v, i) => Math.abs((v as number) / [-110, -110, -89, -Math.log1p(Math.exp(3)), -95][i]! - 1) < 2 ** -22)).toEqual(
    Array(5).fill(true),
  );
  const g = [...grad(k.sum(l), [x])[0]!.dataSync()] as number[];
  g.forEach((v, i) => expect(Math.abs(v - [-1, 1, -1, -1 / (1 + Math.exp(-3)), 1][i]!)).toBeLessThan(2 ** -22));
});
test("divergences and overlaps of rows whose logits are far apart", () => {
  for (const far of [50, 800, 1e5]) {
    const x = k.parameter(k.tensor([0, far, 3])),
      y = k.parameter(k.tensor([1, 2, 0])),
      [p, q] = [k.logSoftmax(x, 0), k.logSoftmax(y, 0)];
    for (const kl of [
      k.sum(k.mul(k.exp(p), k.sub(p, q))),
      k.sum(k.mul(k.softmax(x, 0), k.log(k.div(k.softmax(x, 0), k.softmax(y, 0))))),
      k.sum(k.mul(k.softmax(x, 0), k.sub(p, k.log(k.softmax(y, 0))))),
    ]) {
      const total = Math.E + Math.E ** 2 + 1,
        shares = [Math.E / total, Math.E ** 2 / total, 1 / total];
      expect(Math.abs((kl.item() as number) + Math.log(shares[1]!))).toBeLessThan(2 ** -22);
      const [gx, gy] = grad(kl, [x, y]).map((t) => [...t!.dataSync()] as number[]);
      gx!.forEach((v) => expect(Math.abs(v)).toBeLessThan(1e-18));
      gy!.forEach((v, i) => expect(Math.abs(v - shares[i]! + (i === 1 ? 1 : 0))).toBeLessThan(2 ** -22));
    }
    const a = k.parameter(k.tensor([0, far])),
      b = k.parameter(k.tensor([far, 0])),
      l = k.log(k.sum(k.mul(k.softmax(a, 0), k.softmax(b, 0))));
    // log(2·e^(−far)) less what the totals are beside 1.
    expect(Math.abs((l.item() as number) / (Math.LN2 - far) - 1)).toBeLessThan(2 ** -22);
    const [ga, gb] = grad(l, [a, b]).map((t) => [...t!.dataSync()] as number[]);
    [...ga!, ...gb!].forEach((v, i) => expect(Math.abs(v - [0.5, -0.5, -0.5, 0.5][i]!)).toBeLessThan(2 ** -22));
  }
});
