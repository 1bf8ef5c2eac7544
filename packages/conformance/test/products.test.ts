/** Products over dimensions, running sums and products, contractions of exponentials and shares, in compositions that no catalogue has: judged as its rows are. */
import { beforeAll, describe, expect, test } from "vitest";
import { backward } from "@evenkeel/autograd";
import * as core from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { judge } from "../src/catalogue/judge.js";
import { pointsOf } from "../src/catalogue/points.js";
import type { Leaf, Row } from "../src/catalogue/row.js";

beforeAll(() => core.setDefaultDevice(cpu()));

const logits = (...shape: number[]): Leaf => ({ shape, from: -300, to: 300, around: 0 }),
  positive = (...shape: number[]): Leaf => ({ shape, from: 0, to: 1e30, around: 0 }),
  signed = (...shape: number[]): Leaf => ({ shape, from: -1e30, to: 1e30, around: 0 }),
  probabilities = (...shape: number[]): Leaf => ({ shape, from: 1e-30, to: 1 - 2 ** -24, around: 0 }),
  weights = (...shape: number[]): Leaf => ({ shape, from: 0.1, to: 3 }),
  large = (...shape: number[]): Leaf => ({ shape, from: 0, to: 3e38, around: 0 });

const ROWS: readonly (readonly [written: string, of: Row["of"], ...leaves: Leaf[]])[] = [
  ["log prod(x, 1, keepdim)", (k, x) => k.log(k.prod(x!, 1, { keepdim: true })), positive(2, 4)],
  ["log prod of a permuted view", (k, x) => k.log(k.prod(k.permute(k.reshape(x!, [2, 4]), [1, 0]), 1)), positive(8)],
  ["log(prod x / prod y)", (k, x, y) => k.log(k.div(k.prod(x!), k.prod(y!))), positive(4), positive(4)],
  ["log(−(−prod x · y))", (k, x, y) => k.log(k.neg(k.mul(k.neg(k.prod(x!)), y!))), positive(3), weights()],
  ["log(1 + prod x)", (k, x) => k.log(k.add(1, k.prod(x!))), positive(3)],
  ["log(prod x + y)", (k, x, y) => k.log(k.add(k.prod(x!), y!)), positive(3), positive()],
  ["√prod x", (k, x) => k.sqrt(k.prod(x!)), positive(4)],
  ["log √prod x", (k, x) => k.log(k.sqrt(k.prod(x!))), positive(4)],
  ["|prod x|^(1/5)", (k, x) => k.pow(k.abs(k.prod(x!)), 0.2), signed(5)],
  ["prod x^(−1/3)", (k, x) => k.pow(k.prod(x!), -1 / 3), positive(3)],
  ["x over the geometric mean", (k, x) => k.div(x!, k.pow(k.prod(x!, 1, { keepdim: true }), 0.25)), positive(2, 4)],
  ["1 − cumprod(1 − p)", (k, p) => k.sub(1, k.cumprod(k.sub(1, p!), 0)), probabilities(4)],
  ["log|cumprod x|", (k, x) => k.log(k.abs(k.cumprod(x!, 0))), signed(5)],
  ["log cumprod(1 − σ(x))", (k, x) => k.log(k.cumprod(k.sub(1, k.sigmoid(x!)), 0)), logits(4)],
  ["prod(1 + x) − 1", (k, x) => k.sub(k.prod(k.add(1, x!)), 1), { shape: [3], from: -2, to: 10, around: 0 }],
  ["1 − prod(1 − p·w)", (k, p, v) => k.sub(1, k.prod(k.sub(1, k.mul(p!, v!)))), probabilities(3), probabilities(3)],
  ["log sum(exp(x)/w, 1)", (k, x, v) => k.log(k.sum(k.div(k.exp(x!), v!), 1)), logits(2, 3), weights(2, 3)],
  ["log mean(w·exp(x))", (k, x, v) => k.log(k.mean(k.mul(k.exp(x!), v!))), logits(4), weights(4)],
  ["log dot(w, exp(x))", (k, x, v) => k.log(k.dot(v!, k.exp(x!))), logits(4), weights(4)],
  ["log matmul(exp(x), exp(y))", (k, x, y) => k.log(k.matmul(k.exp(x!), k.exp(y!))), logits(2, 3), logits(3, 2)],
  ["log of a running sum of w·exp(x)", (k, x, v) => k.log(k.cumsum(k.mul(k.exp(x!), v!), 0)), logits(4), weights(4)],
  ["log of a running sum from the end", (k, x) => k.log(k.flip(k.cumsum(k.flip(k.exp(x!), 0), 0), 0)), logits(4)],
  ["x/Σx along rows", (k, x) => k.div(x!, k.sum(x!, 1, { keepdim: true })), large(2, 3)],
  ["x/mean x", (k, x) => k.div(x!, k.mean(x!)), large(3)],
];

describe("judged by exact arithmetic, value and gradient", () => {
  test.each(ROWS.map((row) => [row[0], row] as const))("%s", (_, [written, of, ...leaves]) => {
    const row: Row = { id: written, written, of, leaves, fails: [] };
    for (const point of pointsOf(row, 8)) expect([point, judge(row, point)]).toEqual([point, expect.not.objectContaining({ verdict: "wrong" })]);
  });
});

/** Value and gradient of the sum. */
function run(of: (x: core.Tensor) => core.Tensor, x: readonly number[], mode: "on" | "off", dtype: "float32" | "float64" = "float32"): number[] {
  return core.stabilise(mode, () => {
    const p = core.parameter(core.tensor([...x], { dtype })),
      y = of(p);
    backward(core.sum(y));
    return [...y.dataSync(), ...p.grad!.dataSync()];
  });
}
test("factors that are 0 keep their gradients", () => {
  for (const x of [
    [0, 2, 3],
    [0, 0, 3],
    [1, 2, 3],
  ]) {
    for (const of of [
      (t: core.Tensor) => core.sub(1, core.prod(core.sub(1, t))),
      (t: core.Tensor) => core.pow(core.prod(t), 1.5),
      (t: core.Tensor) => core.log1p(core.prod(t)),
      (t: core.Tensor) => core.log(core.add(core.prod(t), 2)),
    ]) {
      const [on, off] = [run(of, x, "on"), run(of, x, "off")];
      on.forEach((v, i) => expect(Math.abs(v - off[i]!)).toBeLessThan(1e-5));
    }
  }
});
test("what is infinite or no number is as written", () => {
  const mixture = (t: core.Tensor): core.Tensor => core.log(core.sum(core.mul(core.softmax(t, 0), core.exp(core.mul(t, 2)))));
  expect(run(mixture, [-Infinity, -Infinity], "on")[0]).toBe(-Infinity);
  expect(run((t) => core.sqrt(core.prod(t)), [-1, 2], "on")).toEqual([NaN, NaN, NaN]);
  expect(run((t) => core.div(t, core.sum(t)), [Infinity, 2], "on").slice(0, 2)).toEqual([NaN, 0]);
  expect(run((t) => core.log(core.prod(t)), [-1, 2], "on")[0]).toBeNaN();
});
test("products of float64 are as written", () => {
  const of = (t: core.Tensor): core.Tensor => core.sub(1, core.prod(core.sub(1, t)));
  for (const x of [
    [0, 2, 3],
    [0.5, 0.25, 1],
  ])
    expect(run(of, x, "on", "float64")).toEqual(run(of, x, "off", "float64"));
});
