/**
 * The programs that the project was founded on, as their authors wrote them, in narrow arithmetic: a skip-gram loss, quotients of exponentials, and one
 * distribution of two label sets. Values and gradients, within the narrow bounds of the ops that they are restated to.
 */
import { beforeAll, describe, expect, test } from "vitest";
import {
  backward,
  cat,
  div,
  exp,
  log,
  logSoftmax,
  losses,
  mul,
  neg,
  parameter,
  reshape,
  setDefaultDevice,
  sigmoid,
  softmax,
  stabilise,
  sub,
  sum,
  tensor,
  type Tensor,
} from "evenkeel";
import { stratified } from "@evenkeel/conformance";
import { gpu } from "./device.js";

beforeAll(() => setDefaultDevice(gpu));

/** Narrow, of softplus, sigmoid and logSoftmax. */
const BOUND = 2;
/** In ulp of float32; what is flushed is right as 0. */
function ulps(got: number, truth: number): number {
  const size = Math.max(Math.abs(truth), 2 ** -126);
  if (Math.abs(truth) < 2 ** -126 && got === 0) return 0;
  const off = Math.abs(got - truth) / 2 ** (Math.floor(Math.log2(size)) - 23);
  return off === off ? off : Infinity;
}
const worst = (got: ArrayLike<number>, truth: readonly number[]): number => {
  expect(got.length).toBe(truth.length);
  return truth.reduce((w, t, i) => Math.max(w, ulps(got[i]!, t)), 0);
};
/** In float64, to some 1e-15 of themselves. */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const logistic = (x: number): number => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x)));

describe("a skip-gram loss", () => {
  const X = Float32Array.from([...stratified(1500, 7, [16.64, -103.97, -88.73]), ...Array.from({ length: 2001 }, (_, i) => 10 * (i - 1000))]).filter(
    Number.isFinite,
  );
  const both = async (way: (x: Tensor) => Tensor): Promise<[ArrayLike<number>, ArrayLike<number>]> => {
    const x = parameter(X),
      y = way(x);
    backward(sum(y));
    return [await y.data(), await x.grad!.data()];
  };
  test("−log σ(x) is softplus(−x), its gradient −σ(−x)", async () => {
    const [value, gradient] = await both((x) => neg(log(sigmoid(x))));
    expect(
      worst(
        value,
        Array.from(X, (x) => softplus(-x)),
      ),
    ).toBeLessThanOrEqual(BOUND);
    expect(
      worst(
        gradient,
        Array.from(X, (x) => -logistic(-x)),
      ),
    ).toBeLessThanOrEqual(BOUND);
  });
  test("−log(1 − σ(x)) is softplus(x), its gradient σ(x)", async () => {
    const [value, gradient] = await both((x) => neg(log(sub(1, sigmoid(x)))));
    expect(worst(value, Array.from(X, softplus))).toBeLessThanOrEqual(BOUND);
    expect(worst(gradient, Array.from(X, logistic))).toBeLessThanOrEqual(BOUND);
  });
  test("without the stabiliser both fail", async () => {
    for (const way of [(x: Tensor) => neg(log(sigmoid(x))), (x: Tensor) => neg(log(sub(1, sigmoid(x))))]) {
      const [value] = await both((x) => stabilise("off", () => way(x)));
      expect(Array.from(value)).toContain(Infinity);
    }
  });
});

test("e^l/Σe^l at [1000, 0] is [1, 0], and [NaN, 0] without the stabiliser", async () => {
  const shares = (): Tensor => {
    const l = tensor([1000, 0]);
    return div(exp(l), sum(exp(l)));
  };
  expect([...(await shares().data())]).toEqual([1, 0]);
  expect([...(await stabilise("off", shares).data())]).toEqual([NaN, 0]);
});

describe("one distribution of two label sets", () => {
  const written = (t: Tensor, a: Tensor, b: Tensor): Tensor => {
    const s = reshape(sigmoid(t), [-1, 1]);
    return log(cat([mul(s, softmax(a, 1)), mul(sub(1, s), softmax(b, 1))], 1));
  };
  const logShares = (row: readonly number[]): number[] =>
    row.map((x, i) => {
      const others = row.reduce((total, y, j) => (j === i ? total : total + Math.exp(y - x)), 0);
      return others < Infinity ? -Math.log1p(others) : x - Math.max(...row);
    });
  const A = [
      [1.2372, -0.9604, 1.5415, -0.4079],
      [0.4777, -0.6759, -2.1489, -1.1463],
      [900, -300, 0, 5],
    ].map((row) => row.map(Math.fround)),
    B = [
      [0.8806, 0.0529, 0.0751],
      [-0.272, 1.0066, -0.0416],
      [2, -1, 1000],
    ].map((row) => row.map(Math.fround)),
    SHARES = [-1e4, -90, -Math.LN2, 0.25, 60, 1e4].map(Math.fround);
  test.each(SHARES)("t = %d", async (share) => {
    const t = parameter([share, share, share]),
      a = parameter(A),
      b = parameter(B),
      y = written(t, a, b);
    const truth = A.map((row, i) => [...logShares(row).map((l) => l - softplus(-share)), ...logShares(B[i]!).map((l) => l - softplus(share))]);
    // Two logarithms are added.
    expect(worst(await y.data(), truth.flat())).toBeLessThanOrEqual(2 * BOUND);
    expect(worst(await sum(exp(y), 1).data(), [1, 1, 1])).toBeLessThanOrEqual(2);
    expect(worst(await logSoftmax(y, 1).data(), [...(await y.data())])).toBeLessThanOrEqual(2);
    // The first label of each set, by both losses.
    for (const label of [0, 4]) {
      const labels = tensor([label, label, label], { dtype: "int32" }),
        nll = losses.nllLoss(y, labels, { reduction: "none" });
      expect(worst(await losses.crossEntropy(y, labels, { reduction: "none" }).data(), [...(await nll.data())])).toBeLessThanOrEqual(2);
      for (const p of [t, a, b]) p.zeroGrad();
      backward(sum(nll));
      const inFirst = label < 4,
        slope = inFirst ? -logistic(-share) : logistic(share),
        shares = (rows: readonly (readonly number[])[], chosen: boolean): number[] =>
          rows.flatMap((row) => {
            const l = logShares(row);
            return l.map((x, i) => (!chosen ? 0 : i === 0 ? -row.reduce((s, _, j) => (j ? s + Math.exp(l[j]!) : s), 0) : Math.exp(x)));
          });
      expect(worst(await t.grad!.data(), [slope, slope, slope])).toBeLessThanOrEqual(BOUND);
      expect(worst(await a.grad!.data(), shares(A, inFirst))).toBeLessThanOrEqual(BOUND);
      expect(worst(await b.grad!.data(), shares(B, !inFirst))).toBeLessThanOrEqual(BOUND);
    }
  });
  test("its figures", async () => {
    const third = Math.fround(-Math.LN2),
      y = await written(tensor([third, third]), tensor(A.slice(0, 2)), tensor(B.slice(0, 2))).data();
    const printed = [-2.0768, -4.2745, -1.7725, -3.7219, -1.0388, -1.8665, -1.8443, -1.5592, -2.7127, -4.1858, -3.1831, -2.1721, -0.8934, -1.9416];
    // The logits too are of four places, so a figure may be one off in the last.
    printed.forEach((x, i) => expect(Math.abs(y[i]! - x)).toBeLessThanOrEqual(1.5e-4));
  });
  test("without the stabiliser a share that saturates has −∞", async () => {
    const y = stabilise("off", () => written(tensor([1e4, 1e4, 1e4]), tensor(A), tensor(B)));
    expect([...(await y.data())]).toContain(-Infinity);
  });
});
