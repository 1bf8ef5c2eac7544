/** Activations as users call them: their options, what is refused, gradients at kinks and of whole families, and float64. */
import { beforeAll, describe, expect, test } from "vitest";
import { backward, grad } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";

type T = k.Tensor;
beforeAll(() => k.setDefaultDevice(cpu()));
const values = (t: T): number[] => [...t.dataSync()];
/** Value and slope at these points. */
function at(f: (x: T) => T, points: readonly number[]): [number[], number[]] {
  const x = k.parameter(points),
    y = f(x);
  backward(k.sum(y));
  return [values(y), values(x.grad!)];
}

describe("kinks have the slopes of PyTorch", () => {
  const cases: Record<string, [(x: T) => T, number[], number[]]> = {
    relu: [k.relu, [0, -0], [0, 0]],
    relu6: [k.relu6, [0, 6, 3], [0, 0, 1]],
    leakyRelu: [(x) => k.leakyRelu(x, { negativeSlope: 0.5 }), [0, -0, 1], [0.5, 0.5, 1]],
    elu: [(x) => k.elu(x, { alpha: 2 }), [0, 1], [2, 1]],
    celu: [(x) => k.celu(x, { alpha: 2 }), [0, 1], [1, 1]],
    hardtanh: [k.hardtanh, [-1, 1, 0], [0, 0, 1]],
    "hardtanh of 0 to 2": [(x) => k.hardtanh(x, { minVal: 0, maxVal: 2 }), [-1, 0, 1, 2, 3], [0, 0, 1, 0, 0]],
    hardsigmoid: [k.hardsigmoid, [-3, 3, 0], [0, 0, Math.fround(1 / 6)]],
    hardswish: [k.hardswish, [-3, 3, 0], [0, 1, 0.5]],
    softshrink: [k.softshrink, [-0.5, 0.5, 0, 1], [0, 0, 0, 1]],
    hardshrink: [k.hardshrink, [-0.5, 0.5, 0, 1], [0, 0, 0, 1]],
    threshold: [(x) => k.threshold(x, 1, 7), [1, 2], [0, 1]],
  };
  test.each(Object.entries(cases))("%s", (_, [f, points, slopes]) => expect(at(f, points)[1]).toEqual(slopes));
});

describe("options", () => {
  test("are those of PyTorch, with its defaults", () => {
    const x = [-1, 2];
    expect(values(k.leakyRelu(x))).toEqual([Math.fround(-Math.fround(0.01)), 2]);
    expect(values(k.softshrink([-0.75, 0.25, 2]))).toEqual([-0.25, 0, 1.5]);
    expect(values(k.softshrink([-0.75, 0.25, 2], { lambd: 0.25 }))).toEqual([-0.5, 0, 1.75]);
    expect(values(k.hardshrink([-0.75, 0.25, 2], { lambd: 0.75 }))).toEqual([0, 0, 2]);
    expect(values(k.threshold([-0.75, 0.25, 2], 0.25, 20))).toEqual([20, 20, 2]);
    expect(values(k.elu([-Infinity], { alpha: 3 }))).toEqual([-3]);
    expect(values(k.celu([-Infinity], { alpha: 3 }))).toEqual([-3]);
  });
  test("a number that changes makes no new plan and no new kernel", () => {
    const x = k.tensor(Float32Array.from({ length: 40 }, (_, i) => i / 8 - 2));
    const each = (slope: number): void => void values(k.mul(k.leakyRelu(k.elu(x, { alpha: slope }), { negativeSlope: slope }), 2));
    each(0.1);
    const before = k.stats();
    for (let i = 0; i < 20; i++) each(0.2 + i / 16);
    expect(k.stats().kernels.built).toBe(before.kernels.built);
    expect(k.stats().plans.built).toBe(before.plans.built);
  });
  test("what is refused", () => {
    expect(() => k.celu([1], { alpha: 0 })).toThrow(new RangeError("celu: alpha is 0, and x is divided by it. Give another number."));
    expect(() => k.softshrink([1], { lambd: -1 })).toThrow(new RangeError("softshrink: lambd is -1. Give a number from 0."));
    expect(() => k.hardtanh([1], { minVal: 2 })).toThrow(new RangeError("hardtanh: minVal is 2, and maxVal 1. Give a maxVal that is no less."));
    expect(() => k.prelu(k.zeros([2, 3, 4]), [1, 2])).toThrow(/^prelu: weights of shape \[2\] for 3 channels, in shape \[2, 3, 4\]\. Give one/);
    expect(() => k.prelu(k.zeros([2, 3]), [[1, 2, 3]])).toThrow(RangeError);
    for (const f of [k.relu6, k.hardtanh]) expect(() => f([true])).toThrow(/: bool is no number\. Convert it with to\./);
  });
});

describe("prelu", () => {
  test("a weight is of a channel, along dimension 1, and gets the gradient of all that it multiplies", () => {
    const x = k.tensor(Float32Array.from({ length: 12 }, (_, i) => (i % 2 ? i : -i))),
      shaped = k.reshape(x, [2, 3, 2]),
      weight = k.parameter([0.5, 2, -1]),
      y = k.prelu(shaped, weight);
    expect(values(y)).toEqual([-0, 1, -4, 3, 4, 5, -3, 7, -16, 9, 10, 11]);
    backward(k.sum(y));
    expect(values(weight.grad!)).toEqual([-6, -10, -14]);
  });
  test("one weight is for all, of any shape", () => {
    for (const shape of [[], [1], [4], [2, 2], [1, 2, 2]])
      for (const weight of [k.tensor(0.25), k.tensor([0.25])]) expect(values(k.prelu(k.full(shape, -4), weight)).every((v) => v === -1)).toBe(true);
  });
});

test("float64 has float64's digits", () => {
  const x = Float64Array.of(-2.5, -1e-9, 0.3, 4),
    close = (got: T, want: (v: number) => number): void =>
      values(got).forEach((v, i) => expect(Math.abs(v - want(x[i]!))).toBeLessThanOrEqual(4 * 2 ** -52 * Math.abs(want(x[i]!))));
  const t = k.tensor(x);
  close(k.silu(t), (v) => v / (1 + Math.exp(-v)));
  close(k.mish(t), (v) => v * Math.tanh(Math.log1p(Math.exp(v))));
  close(k.elu(t, { alpha: 0.7 }), (v) => (v > 0 ? v : 0.7 * Math.expm1(v)));
  close(k.celu(t, { alpha: 0.7 }), (v) => (v > 0 ? v : 0.7 * Math.expm1(v / 0.7)));
  close(k.selu(t), (v) => 1.0507009873554805 * (v > 0 ? v : 1.6732632423543772 * Math.expm1(v)));
  close(k.hardswish(t), (v) => (v * Math.min(Math.max(v + 3, 0), 6)) / 6);
  close(k.leakyRelu(t), (v) => (v > 0 ? v : 0.01 * v));
});

test("second derivatives, where they are not 0", () => {
  const second = (f: (x: T) => T, point: number): number => {
    const x = k.parameter([point]),
      [g] = grad(k.sum(f(x)), [x], { createGraph: true });
    return grad(k.sum(g!), [x])[0]!.item();
  };
  expect(second((x) => k.elu(x, { alpha: 2 }), -1)).toBe(Math.fround(2 * Math.exp(-1)));
  expect(second((x) => k.celu(x, { alpha: 2 }), -1)).toBe(Math.fround(Math.exp(-0.5) / 2));
  expect(second(k.hardswish, 1)).toBe(Math.fround(1 / 3));
  // By differences: the slopes are those that the suite judges.
  for (const f of [k.silu, k.mish]) {
    const slope = (v: number): number => at(f, [v])[1][0]!;
    expect(Math.abs(second(f, 0.5) - (slope(0.5625) - slope(0.4375)) / 0.125)).toBeLessThan(2 ** -8);
  }
});
