/** maximum, minimum and clamp as users call them: every pair of hard values, in every type, gradients on ties and bounds, and what is no bound. */
import { beforeAll, describe, expect, test } from "vitest";
import { backward, grad } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { clamp } from "../src/reference/maximum.js";

type T = k.Tensor;
beforeAll(() => k.setDefaultDevice(cpu()));
const values = (t: T): number[] => [...t.dataSync()].map((v) => v + 0);
const HARD = [NaN, -Infinity, -2, -1, -0, 0, 1, 2, Infinity];
const triples = HARD.flatMap((x) => HARD.flatMap((low) => HARD.map((high) => [x, low, high] as const)));
const column = (i: 0 | 1 | 2): T => k.parameter(triples.map((t) => t[i]));

describe("clamp", () => {
  test("between two bounds, with the gradient to where the value comes from", () => {
    const [x, low, high] = [column(0), column(1), column(2)],
      y = k.clamp(x, { min: low, max: high }),
      want = triples.map((t) => clamp(...t));
    expect(values(y)).toEqual(want.map(({ value }) => value + 0));
    backward(k.sum(k.where(k.eq(y, y), y, 0)));
    const isNumber = want.map(({ value }) => value === value);
    for (const [p, from] of [
      [x, "x"],
      [low, "low"],
      [high, "high"],
    ] as const)
      // prettier-ignore
      expect(values(p.grad!)).toEqual(want.map((w, i) => (isNumber[i] && w.from === from ? 1 : 0)));
  });
  test("from one bound on, and up to one", () => {
    for (const [name, bounds] of [
      ["min", 1],
      ["max", 2],
    ] as const) {
      // prettier-ignore
      const x = column(0),
        bound = column(bounds),
        y = k.clamp(x, { [name]: bound }),
        want = triples.map((t) => clamp(t[0], ...(name === "min" ? [t[1]] : [-Infinity, t[2]])));
      expect(values(y)).toEqual(want.map(({ value }) => value + 0));
      backward(k.sum(k.where(k.eq(y, y), y, 0)));
      expect(values(x.grad!)).toEqual(want.map(({ value, from }) => (value === value && from === "x" ? 1 : 0)));
      expect(values(bound.grad!)).toEqual(want.map(({ value, from }) => (value === value && from !== "x" ? 1 : 0)));
    }
  });
  test("numbers and shapes broadcast; a bound is x itself, and passes the gradient", () => {
    const x = k.parameter([[-3, -1, 0], [1, 3, NaN]]), // prettier-ignore
      y = k.clamp(x, { min: -1, max: 1 });
    expect(values(y)).toEqual([-1, -1, 0, 1, 1, NaN]);
    backward(k.sum(k.narrow(k.reshape(y, [-1]), 0, 0, 5)));
    expect(values(x.grad!)).toEqual([0, 1, 1, 1, 0, 0]);
    const low = k.parameter([0, 2]);
    backward(k.sum(k.clamp([[1], [1], [3]], { min: low })));
    expect(values(low.grad!)).toEqual([0, 2]);
    expect(k.clamp(k.zeros([2, 1]), { max: k.zeros([3]) }).shape).toEqual([2, 3]);
  });
  test("its derivative is flat", () => {
    const x = k.parameter([-2, 0.5, 2]),
      [g] = grad(k.sum(k.mul(k.clamp(x, { min: -1, max: 1 }), [1, 2, 4])), [x], { createGraph: true });
    expect(values(g!)).toEqual([0, 2, 0]);
    expect(values(grad(k.sum(g!), [x], { allowUnused: true })[0]!)).toEqual([0, 0, 0]);
  });
  test("every type", () => {
    for (const dtype of k.DTYPES.filter((d) => d !== "bool")) {
      const y = k.clamp(k.tensor([0, 1, 5, 9], { dtype }), { min: 1, max: 7 });
      expect([y.dtype, values(y)]).toEqual([dtype, [1, 1, 5, 7]]);
    }
    // As elsewhere, whole numbers and a fraction are float32.
    expect(k.clamp(Int32Array.of(0, 2), { min: 0.5 }).dtype).toBe("float32");
  });
  test("bounds by place are bounds by name", () => {
    const x = k.tensor([-3, 0, 3]);
    expect(values(k.clamp(x, -1, 1))).toEqual([-1, 0, 1]);
    expect(values(k.clamp(x, -1))).toEqual([-1, 0, 3]);
    expect(values(k.clamp(x, null, 1))).toEqual([-3, 0, 1]);
    expect(values(k.clamp(x, undefined, [0, 1, 2]))).toEqual([-3, 0, 2]);
    expect(values(k.clamp(x, k.tensor([0, 1, 2])))).toEqual([0, 1, 3]);
    expect(values(k.clamp(x, Float32Array.of(0, 1, 2), k.tensor(2)))).toEqual([0, 1, 2]);
  });
  test.each([[[null]], [[undefined, null]]] as const)("without a bound by place (%s) it is an error", (bounds) =>
    expect(() => k.clamp([1], bounds[0], bounds[1])).toThrow(new TypeError("clamp: there is neither min nor max. Give one of them, or both.")),
  );
  test("without a bound it is an error", () =>
    expect(() => k.clamp([1], {})).toThrow(new TypeError("clamp: there is neither min nor max. Give one of them, or both.")));
});

describe("maximum and minimum", () => {
  test("every type", () => {
    for (const dtype of k.DTYPES) {
      const [x, y] = [k.tensor([0, 1, 1], { dtype }), k.tensor([1, 0, 1], { dtype })];
      expect([k.maximum(x, y).dtype, values(k.maximum(x, y))]).toEqual([dtype, [1, 1, 1]]);
      expect([k.minimum(x, y).dtype, values(k.minimum(x, y))]).toEqual([dtype, [0, 0, 1]]);
    }
    expect(values(k.maximum(Int32Array.of(2 ** 31 - 1, -5), Int32Array.of(2 ** 31 - 2, -4)))).toEqual([2 ** 31 - 1, -4]);
  });
  test("of equals each gets half of the gradient", () => {
    for (const [op, mine] of [
      [k.maximum, [0, 3, 4]],
      [k.minimum, [2, 3, 0]],
    ] as const) {
      // prettier-ignore
      const x = k.parameter([1, 2, 3]),
        y = k.parameter([2, 2, 2]);
      backward(k.sum(k.mul(op(x, y), [2, 6, 4])));
      expect(values(x.grad!)).toEqual(mine);
      expect(values(y.grad!)).toEqual([2, 6, 4].map((g, i) => g - mine[i]!));
    }
  });
});
