/** A skip-gram loss as its author wrote it: −log σ(x) and −log(1 − σ(x)), value and gradient, for every finite x. */
import { beforeAll, describe, expect, test } from "vitest";
import { backward } from "@evenkeel/autograd";
import { add, div, exp, log, mul, neg, parameter, reshape, setDefaultDevice, sigmoid, stabilise, sub, sum, type Tensor } from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { stratified } from "../src/cases.js";
import { distance } from "../src/judge.js";
import { sigmoid as sigma } from "../src/reference/sigmoid.js";
import { softplus } from "../src/reference/softplus.js";
import type { DD } from "../src/reference/dd.js";

beforeAll(() => setDefaultDevice(cpu()));

/** Every binade, both signs, and ±1e4 densely. */
const X = Float32Array.from([
  ...stratified(8000, 7, [16.64, -103.97, -88.73]),
  ...Array.from({ length: 20001 }, (_, i) => i - 10000),
  ...Array.from({ length: 20001 }, (_, i) => (i - 10000) / 50),
]).filter(Number.isFinite);
const BOUND = 0.501;
const negated = ([hi, lo]: DD): DD => [-hi, -lo];

type Way = (x: Tensor) => Tensor;
const positive: Record<string, Way> = {
  "neg(log(sigmoid(x)))": (x) => neg(log(sigmoid(x))),
  "neg(log(1 / (1 + exp(−x))))": (x) => neg(log(div(1, add(1, exp(neg(x)))))),
  "through a reshape": (x) => neg(reshape(log(reshape(sigmoid(x), [-1, 1])), [-1])),
  "sub(0, log(sigmoid(x)))": (x) => sub(0, log(sigmoid(x))),
  "mul(−1, log(sigmoid(x)))": (x) => mul(-1, log(sigmoid(x))),
};
const negative: Record<string, Way> = {
  "neg(log(sub(1, sigmoid(x))))": (x) => neg(log(sub(1, sigmoid(x)))),
  "neg(log(sigmoid(neg(x))))": (x) => neg(log(sigmoid(neg(x)))),
  "neg(log(1 − 1 / (1 + exp(−x))))": (x) => neg(log(sub(1, div(1, add(1, exp(neg(x))))))),
  "neg(log(exp(−x) / (1 + exp(−x))))": (x) => neg(log(div(exp(neg(x)), add(1, exp(neg(x)))))),
};

function worst(way: Way, value: (x: number) => DD, slope: (x: number) => DD): { value: number; gradient: number } {
  const p = parameter(X),
    y = way(p);
  backward(sum(y));
  const of = (got: ArrayLike<number>, truth: (x: number) => DD): number => X.reduce((w, x, i) => Math.max(w, nan(distance(got[i]!, truth(x)))), 0);
  return { value: of(y.dataSync(), value), gradient: of(p.grad!.dataSync(), slope) };
}
const nan = (d: number): number => (Number.isNaN(d) ? Infinity : d);

describe("−log σ(x) = softplus(−x), gradient −σ(−x)", () => {
  test.each(Object.entries(positive))("%s", (_, way) => {
    const w = worst(
      way,
      (x) => softplus.value(-x),
      (x) => negated(sigma.value(-x)),
    );
    expect(w.value).toBeLessThanOrEqual(BOUND);
    expect(w.gradient).toBeLessThanOrEqual(BOUND);
  });
});
describe("−log(1 − σ(x)) = softplus(x), gradient σ(x)", () => {
  test.each(Object.entries(negative))("%s", (_, way) => {
    const w = worst(
      way,
      (x) => softplus.value(x),
      (x) => sigma.value(x),
    );
    expect(w.value).toBeLessThanOrEqual(BOUND);
    expect(w.gradient).toBeLessThanOrEqual(BOUND);
  });
});
test("as written, without the stabiliser, both fail: the test can fail", () => {
  const off =
    (way: Way): Way =>
    (x) =>
      stabilise("off", () => way(x));
  expect(
    worst(
      off(positive["neg(log(sigmoid(x)))"]!),
      (x) => softplus.value(-x),
      (x) => negated(sigma.value(-x)),
    ).value,
  ).toBeGreaterThan(1e6);
  expect(
    worst(
      off(negative["neg(log(sub(1, sigmoid(x))))"]!),
      (x) => softplus.value(x),
      (x) => sigma.value(x),
    ).gradient,
  ).toBeGreaterThan(1000);
});
