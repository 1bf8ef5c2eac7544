/** gelu as users call it: both forms, their gradients, and what is no form. */
import { beforeAll, expect, test } from "vitest";
import { backward } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { distance } from "../src/judge.js";
import { gelu, geluTanh } from "../src/reference/gelu.js";

beforeAll(() => k.setDefaultDevice(cpu()));

const POINTS = [-Infinity, -20, -5.5, -0.7517916, -1e-8, 0, 0.5, 3, Infinity];
test.each([
  [undefined, gelu],
  ["none", gelu],
  ["tanh", geluTanh],
] as const)("approximate: %s", (approximate, reference) => {
  const x = k.parameter(POINTS),
    y = approximate ? k.gelu(x, { approximate }) : k.gelu(x);
  const got = [...y.dataSync()];
  backward(k.sum(k.where(k.lt(k.abs(x), Infinity), y, 0)));
  const slopes = [...x.grad!.dataSync()];
  POINTS.map(Math.fround).forEach((at, i) => {
    expect(distance(got[i]!, reference.value(at)), `at ${at}`).toBeLessThanOrEqual(0.501);
    if (Number.isFinite(at) && Math.abs(at + 0.75) > 0.01)
      expect(distance(slopes[i]!, reference.derivatives[0]!(at)), `at ${at}`).toBeLessThanOrEqual(0.501);
  });
});

test("the forms differ, and there is no third", () => {
  const x = k.tensor([2]);
  expect(k.gelu(x).item()).not.toBe(k.gelu(x, { approximate: "tanh" }).item());
  expect(() => k.gelu(x, { approximate: "erf" as never })).toThrow('gelu: approximate is "erf". Use "none" or "tanh".');
});
