/**
 * What is made of the shares of rows: value and gradients of three orders as without the stabiliser in float64, along every dimension, under views and beside
 * what is no row; and ends, where exponents are infinite, tied, or one alone.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { backward, grad } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";

type T = k.Tensor;
beforeAll(() => k.setDefaultDevice(cpu()));

const X = [0.3, -1.2, 2.1, 0.7, 1.1, -0.4, 0.2, 0.9, -1.5, 0.05, 0.6, -0.7];
const WEIGHTS = [0.2, 0.5, -0.3, 1.2, 0.9, 0.1, 0.4, -0.6, 0.7, 0.3, 1.4, 0.8];
const shaped = (data: readonly number[], x: T): T => k.to(k.reshape(k.tensor([...data]), [3, 4]), x.dtype as "float32" | "float64");
const entropy = (p: T, dim: number): T => k.neg(k.sum(k.mul(p, k.log(p)), dim));
const weighted = (y: T): T =>
  k.sum(
    k.mul(
      y,
      Array.from({ length: y.shape[0]! }, (_, i) => [1, 2, -0.5, 0.3][i]!),
    ),
  );

const FUNCTIONS: Record<string, (x: T) => T> = {
  "log(1 − p)": (x) => k.sum(k.mul(k.log(k.sub(1, k.softmax(x, 1))), shaped(WEIGHTS, x))),
  "log-odds": (x) => {
    const p = k.softmax(x, 0);
    return k.sum(k.mul(k.sub(k.log(p), k.log(k.sub(1, p))), shaped(WEIGHTS, x)));
  },
  "(1 − p)/p": (x) => {
    const p = k.softmax(x, 1);
    return k.sum(k.mul(k.div(k.sub(1, p), p), shaped(WEIGHTS, x)));
  },
  "1/p": (x) => k.sum(k.mul(k.div(1, k.softmax(x, 1)), shaped(WEIGHTS, x))),
  "exp(logsumexp) over one exponential": (x) => k.sum(k.div(k.exp(k.logsumexp(x, 1)), k.exp(k.select(x, 1, 2)))),
  "entropies of rows": (x) => weighted(entropy(k.softmax(x, 1), 1)),
  "entropies of columns": (x) => weighted(entropy(k.softmax(x, 0), 0)),
  "entropies, summed along the other dimension": (x) => weighted(entropy(k.softmax(x, 1), 0)),
  "entropies under a view": (x) => weighted(entropy(k.permute(k.softmax(x, 1), [1, 0]), 0)),
  "entropies in one sum": (x) => k.sum(k.mul(k.reshape(k.softmax(x, 1), [12]), k.reshape(k.logSoftmax(x, 1), [12]))),
  "an expectation": (x) => k.mean(k.mul(k.softmax(x, 1), k.sin(x))),
  "a cross-entropy": (x) => k.neg(k.mean(k.mul(shaped(WEIGHTS, x), k.logSoftmax(x, 1)))),
  "a row beside a matrix": (x) => {
    const p = k.softmax(k.select(x, 0, 0), 0);
    return k.sum(k.mul(k.mul(p, k.log(p)), shaped(WEIGHTS, x)));
  },
  "a divergence": (x) => {
    const [p, q] = [k.softmax(x, 1), k.softmax(k.sin(x), 1)];
    return weighted(k.sum(k.mul(p, k.log(k.div(p, q))), 1));
  },
  "a divergence of rows along columns": (x) => {
    const [p, q] = [k.softmax(x, 1), k.softmax(k.sin(x), 0)];
    return weighted(k.sum(k.mul(p, k.sub(k.log(p), k.log(q))), 0));
  },
  "a divergence as two sums": (x) => {
    const [p, q] = [k.softmax(x, 1), k.softmax(k.sin(x), 1)];
    return weighted(k.sub(k.sum(k.mul(p, k.log(p)), 1), k.sum(k.mul(p, k.log(q)), 1)));
  },
  "a part of a row": (x) => weighted(k.log(k.sum(k.narrow(k.softmax(x, 1), 1, 1, 2), 1))),
  "a part of a column": (x) => weighted(k.log(k.sum(k.narrow(k.softmax(x, 0), 0, 0, 2), 0))),
  "a mixture": (x) => k.sum(k.log(k.sum(k.mul(k.softmax(x, 0), k.exp(k.sin(x))), 0))),
  "squares of shares": (x) => weighted(k.log(k.sum(k.square(k.softmax(x, 1)), 1))),
  "two elements of a row": (x) => k.sum(k.square(k.sub(k.select(k.logSoftmax(x, 1), 1, 0), k.select(k.logSoftmax(x, 1), 1, 3)))),
};
const apart = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  const size = Math.max(...Array.from(b, Math.abs), 1e-30);
  return Math.max(...Array.from(b, (x, i) => Math.abs(a[i]! - x) / size));
};
/** The value, and gradients of three orders along fixed directions. */
const orders = (f: (x: T) => T, mode: "on" | "off", dtype: "float32" | "float64"): ArrayLike<number>[] =>
  k.stabilise(mode, () => {
    const x = k.to(k.reshape(k.tensor(X), [3, 4]), dtype),
      first = grad(f),
      second = grad((x: T) => k.sum(k.mul(shaped(WEIGHTS, x), first(x) as T))),
      third = grad((x: T) => k.sum(k.mul(shaped(X, x), second(x) as T)));
    return [f(x), first(x), second(x), third(x)].map((t) => (t as T).dataSync() as ArrayLike<number>);
  });
describe("gradients of three orders", () => {
  test.each(Object.keys(FUNCTIONS))("%s", (name) => {
    const truth = orders(FUNCTIONS[name]!, "off", "float64");
    orders(FUNCTIONS[name]!, "on", "float32").forEach((got, i) => expect(apart(got, truth[i]!), `order ${i}`).toBeLessThan(2e-6));
    orders(FUNCTIONS[name]!, "on", "float64").forEach((got, i) => expect(apart(got, truth[i]!), `order ${i} of float64`).toBeLessThan(1e-13));
  });
});

describe("ends", () => {
  const of = (x: readonly number[], f: (p: T) => T): number[] => [...(f(k.softmax(k.tensor([...x]), 0)).dataSync() as Float32Array)],
    logs = (x: readonly number[]): number[] => of(x, (p) => k.log(k.sub(1, p))),
    odds = (x: readonly number[]): number[] => of(x, (p) => k.sub(k.log(p), k.log(k.sub(1, p)))),
    gradient = (x: readonly number[], f: (p: T) => T): number[] => {
      const t = k.parameter(k.tensor([...x]));
      backward(k.sum(f(k.softmax(t, 0))));
      return [...(t.grad!.dataSync() as Float32Array)];
    };
  test("one element, masked elements, none that is not", () => {
    expect(logs([1])).toEqual([-Infinity]);
    expect(odds([1])).toEqual([Infinity]);
    expect(logs([1, -Infinity])).toEqual([-Infinity, 0]);
    expect(odds([1, -Infinity])).toEqual([Infinity, -Infinity]);
    expect(logs([-Infinity, -Infinity])).toEqual([0, 0]);
    expect(odds([1, 2, -Infinity])).toEqual([-1, 1, -Infinity]);
  });
  test("∞ and NaN survive", () => {
    for (const x of [
      [Infinity, 1],
      [NaN, 1],
    ])
      for (const f of [logs, odds]) expect(f(x)).toEqual([NaN, NaN]);
  });
  test("exponents far apart", () => {
    expect(odds([5000, 0, -5000])).toEqual([5000, -5000, -10000]);
    expect(gradient([5000, 0, 1], (p) => k.log(k.sub(1, p)))[0]).toBe(-1);
    expect(gradient([0, 200, -200], (p) => k.mul(p, k.log(p)))).toEqual([0, 0, 0].map((x) => expect.closeTo(x, 30)));
  });
  test("a detached weight lets no gradient through", () => {
    const got = gradient([0.5, 1, 3], (p) => k.mul(k.detach(p), k.log(p)));
    for (const g of got) expect(Math.abs(g)).toBeLessThan(1e-7);
  });
});
