/** Sums that are products, rows over a temperature, and weights of what has no probability: value and gradient beside float64, stated so that nothing cancels there. */
import { beforeAll, expect, test } from "vitest";
import { grad } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";

type T = k.Tensor;
beforeAll(() => k.setDefaultDevice(cpu()));
interface Case {
  readonly written: (...x: T[]) => T;
  /** The same, by what float64 computes without cancellation. */
  readonly means: (...x: T[]) => T;
  readonly at: readonly (number | readonly number[] | readonly (readonly number[])[])[];
}
const left = (x: T): T => k.sigmoid(k.neg(x)),
  less = (x: T): T => k.sub(x, k.detach(k.amax(x, -1, { keepdim: true })));
const cases: Record<string, Case> = {
  "log(1 − (c + (1 − c)·σ(x)))": {
    written: (x, c) => k.log(k.sub(1, k.add(c, k.mul(k.sub(1, c), k.sigmoid(x))))),
    means: (x, c) => k.add(k.log(k.sub(1, c)), k.logsigmoid(k.neg(x))),
    at: [
      [30, 100, 5, -3],
      [0.25, 0.125, 0.5, 0.75],
    ],
  },
  "1 − (p + q − p·q), p = σ(x), q = σ(y)": {
    written: (x, y) => k.sub(1, k.sub(k.add(k.sigmoid(x), k.sigmoid(y)), k.mul(k.sigmoid(x), k.sigmoid(y)))),
    means: (x, y) => k.mul(left(x), left(y)),
    at: [
      [30, 20, 5, -3],
      [20, 3, 10, 2],
    ],
  },
  "log(1 − p − q + p·q) of error functions": {
    written: (x, y) => k.log(k.sub(k.sub(k.add(1, k.mul(k.erf(x), k.erf(y))), k.erf(x)), k.erf(y))),
    means: (x, y) => k.add(k.log(k.erfc(x)), k.log(k.erfc(y))),
    at: [
      [3, 5, 0.5, 1],
      [4, 1, 0.25, 6],
    ],
  },
  "(x − y)·e^z + y − x": {
    written: (x, y, z) => k.add(k.mul(k.sub(x, y), k.exp(z)), k.sub(y, x)),
    means: (x, y, z) => k.mul(k.sub(x, y), k.expm1(z)),
    at: [
      [30, 100, 5],
      [0.25, 0.125, 0.5],
      [2 ** -17, 2 ** -10, 0],
    ],
  },
  "log(π + (1 − π)·e^−λ), π = σ(x)": {
    written: (x, l) => k.log(k.add(k.sigmoid(x), k.mul(k.sub(1, k.sigmoid(x)), k.exp(k.neg(l))))),
    means: (x, l) => k.log1p(k.mul(left(x), k.expm1(k.neg(l)))),
    at: [
      [-4, 2, -50, 30],
      [2 ** -10, 2 ** -16, 3, 200],
    ],
  },
  "½(b − a + (e^a + d²)/e^b − 1)": {
    written: (a, b, d) => k.mul(0.5, k.sub(k.add(k.sub(b, a), k.div(k.add(k.exp(a), k.square(d)), k.exp(b))), 1)),
    means: (a, b, d) => k.mul(0.5, k.add(k.sub(k.expm1(k.sub(a, b)), k.sub(a, b)), k.mul(k.square(d), k.exp(k.neg(b))))),
    at: [
      [0.5, 2, -40, 0.25],
      [0.5 + 2 ** -10, 2 + 2 ** -8, -40.5, 3],
      [2 ** -20, 0, 2 ** -40, 1],
    ],
  },
  "(e^a + d²)·e^−b − a + b": {
    written: (a, b, d) => k.add(k.sub(k.mul(k.add(k.exp(a), k.square(d)), k.exp(k.neg(b))), a), b),
    means: (a, b, d) => k.add(1, k.add(k.sub(k.expm1(k.sub(a, b)), k.sub(a, b)), k.mul(k.square(d), k.exp(k.neg(b))))),
    at: [
      [0.5, 100, -40, 0.25],
      [0.5 + 2 ** -10, 100.5, -40.5, 3],
      [2 ** -20, 0, 2 ** -40, 1],
    ],
  },
  "softmax(x / τ)": {
    written: (x, t) => k.mul(k.softmax(k.div(x, t), 1), [1, 2, 4]),
    means: (x, t) => k.mul(k.softmax(k.div(less(x), t), 1), [1, 2, 4]),
    at: [
      [
        [100, 99, 98.5],
        [1e4, 10001, 10002],
        [2 ** -16, 2 ** -16 + 2 ** -30, 2 ** -17],
      ],
      [[0.75], [-3], [2 ** -7]],
    ],
  },
  "logSoftmax(x·e^t)": {
    written: (x, t) => k.mul(k.logSoftmax(k.mul(x, k.exp(t)), 1), [1, 2, 4]),
    means: (x, t) => k.mul(k.logSoftmax(k.mul(less(x), k.exp(t)), 1), [1, 2, 4]),
    at: [
      [
        [100, 99, 98.5],
        [1e4, 10001, 10002],
      ],
      0.5,
    ],
  },
  "e^(x/τ) / Σ e^(x/τ)": {
    written: (x, t) => k.mul(k.div(k.exp(k.div(x, t)), k.sum(k.exp(k.div(x, t)))), [1, 2, 4]),
    means: (x, t) => k.mul(k.softmax(k.div(less(x), t), 0), [1, 2, 4]),
    at: [[100, 99, 98.5], 0.75],
  },
  "logsumexp(softmax(x))": {
    written: (x) => k.logsumexp(k.softmax(x, 0), 0),
    means: (x) => k.logsumexp(k.softmax(x, 0), 0),
    at: [[0, 0, 0, 2 ** -8]],
  },
  "log Σ softplus(softmax(x))": {
    written: (x) => k.log(k.sum(k.softplus(k.softmax(x, 0)))),
    means: (x) => k.log(k.sum(k.softplus(k.softmax(x, 0)))),
    at: [[0, 0, 0, 2 ** -8]],
  },
};
const all = (f: (...x: T[]) => T, at: Case["at"], dtype: k.DType): number[][] => {
  const leaves = at.map((x) => k.parameter(k.tensor(x as number[], { dtype }))),
    y = f(...leaves);
  return [y, ...grad(k.sum(y), leaves)].map((t) => [...t!.dataSync()] as number[]);
};
test.each(Object.entries(cases))("%s", (_, { written, means, at }) => {
  const want = k.stabilise("off", () => all(means, at, "float64")),
    got = all(written, at, "float32");
  want.forEach((row, j) => {
    // An element of a gradient of a row may be a difference of others.
    const size = Math.max(...row.map(Math.abs));
    row.forEach((x, i) =>
      expect(Math.abs(got[j]![i]! - x), `${j}, ${i}: ${got[j]![i]}, want ${x}`).toBeLessThanOrEqual(
        2 ** -20 * Math.max(Math.abs(x), 2 ** -12 * size),
      ),
    );
  });
});
test("a negative temperature: the least is the greatest exponent", () => {
  const x = k.parameter(k.tensor([0.001, 0.002, 1e6])),
    t = k.parameter(k.tensor(-0.001)),
    p = k.softmax(k.div(x, t), 0),
    q = 1 / (1 + Math.exp(-1)),
    [gx, gt] = grad(k.select(p, 0, 0), [x, t]).map((g) => [...g!.dataSync()] as number[]);
  [...p.dataSync()].forEach((v, i) => expect(Math.abs((v as number) - [q, 1 - q, 0][i]!)).toBeLessThan(2 ** -20));
  gx!.forEach((v, i) => expect(Math.abs(v - [-1, 1, 0][i]! * 1000 * q * (1 - q))).toBeLessThan(2 ** -10));
  expect(Math.abs(gt![0]! - 1000 * q * (1 - q))).toBeLessThan(2 ** -8);
});
test("a row of nothing over a temperature is one of nothing", () => {
  for (const f of [k.softmax, k.logSoftmax]) expect(f(k.div(k.zeros([2, 0]), k.tensor(2)), 1).shape).toEqual([2, 0]);
});
test("shares that are scaled have the same values whether a gradient is asked or not", () => {
  const at = [999.99713, 999.99835, 999.99805],
    of = (b: T): number[] => [...k.logSoftmax(k.mul(k.tensor(at), b), 0).dataSync()] as number[];
  expect(of(k.parameter(k.tensor(100)))).toEqual(of(k.tensor(100)));
});
test("a temperature below which float32 has no quotient", () => {
  const p = k.softmax(k.div(k.tensor([100, 99, 98]), k.tensor(2 ** -130)), 0);
  expect([...p.dataSync()]).toEqual([1, 0, 0]);
});
test("a weight of 0 of what has no probability adds nothing, and has no gradient", () => {
  const y = k.parameter(k.tensor([1, 0, 0.5])),
    p = k.parameter(k.tensor([1, 0, 0.25])),
    loss = k.neg(k.add(k.mul(y, k.log(p)), k.mul(k.sub(1, y), k.log(k.sub(1, p)))));
  expect([...loss.dataSync()].map((x) => Math.round((x as number) * 2 ** 20) / 2 ** 20 + 0)).toEqual([
    0,
    0,
    Math.round((Math.log(4) + Math.log(4 / 3)) * 2 ** 19) / 2 ** 20,
  ]);
  const g = [...grad(k.sum(loss), [p])[0]!.dataSync()] as number[];
  expect(g[0]! + 0).toBe(-1);
  expect(g[1]! + 0).toBe(1);
  expect(Math.abs(g[2]! + 2 - 2 / 3)).toBeLessThan(2 ** -22);
});
test("what is no number stays so beside a weight of 0", () => {
  expect([...k.mul(k.tensor([0, 0, 1]), k.log(k.tensor([-1, NaN, 0]))).dataSync()]).toEqual([NaN, NaN, -Infinity]);
});
