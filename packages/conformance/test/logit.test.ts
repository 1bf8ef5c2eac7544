/** logit as users call it: with and without `eps`, which is PyTorch's: what lies outside is brought to the bound, and no gradient passes from there. */
import { beforeAll, expect, test } from "vitest";
import { backward } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { distance } from "../src/judge.js";
import { logit, logitEps } from "../src/reference/logit.js";
import { announce, numbers, present, samplesOf, type Stored } from "./outside/samples.js";

announce("logit");
beforeAll(() => k.setDefaultDevice(cpu()));

const POINTS = [-1, 0, 1e-7, 1e-6, 0.25, 0.5, 0.75, 0.9999999, 1, 2, NaN];
test.each([undefined, 0, 1e-6, 0.25])("eps: %d", (eps) => {
  const x = k.parameter(POINTS),
    y = eps === undefined ? k.logit(x) : k.logit(x, { eps });
  backward(k.sum(k.where(k.lt(k.abs(y), Infinity), y, 0)));
  const slopes = [...x.grad!.dataSync()],
    at = eps === undefined ? [] : [Math.fround(eps)],
    reference = eps === undefined ? logit : logitEps;
  POINTS.map(Math.fround).forEach((v, i) => {
    const got = y.dataSync()[i]!;
    expect(distance(got, reference.value(v, ...at)), `at ${v}`).toBeLessThanOrEqual(0.501);
    if (Number.isFinite(got)) expect(distance(slopes[i]!, reference.derivatives[0]!(v, ...at)), `at ${v}`).toBeLessThanOrEqual(0.501);
  });
});

test("as in PyTorch: on a bound the gradient passes, outside it does not", () => {
  const x = k.parameter([0, 0.25, 0.5, 0.75, 1]),
    y = k.logit(x, { eps: 0.25 }),
    end = Math.fround(Math.log(3)),
    slope = Math.fround(16 / 3);
  backward(k.sum(y));
  expect([...y.dataSync()]).toEqual([-end, -end, 0, end, end]);
  expect([...x.grad!.dataSync()]).toEqual([0, slope, 4, slope, 0]);
  expect([...k.logit([-1, 2], { eps: 0 }).dataSync()]).toEqual([-Infinity, Infinity]);
  expect([...k.logit([-1, 2]).dataSync()]).toEqual([NaN, NaN]);
});

test.skipIf(!present)("PyTorch's samples in float64, values and gradients", () => {
  let judged = 0;
  for (const { args, kwargs, out, cot, grads } of samplesOf("logit").cases) {
    const { t } = args[0] as { t: Stored },
      eps = (kwargs["eps"] ?? args[1] ?? undefined) as number | undefined,
      x = k.parameter(stored(t)),
      y = k.logit(x, { eps });
    // There the quotient is rounded before its logarithm is taken, and 1 − eps is rounded.
    same(y, out[0]!, (want) => 2 ** -50 * Math.max(1, Math.abs(want)));
    if (cot && grads) {
      const weights = stored(cot[0]!);
      backward(k.sum(k.mul(y, weights)));
      // Where nothing comes in nothing goes out, NaN or not.
      same(k.where(k.eq(weights, 0), stored(grads[0]!), x.grad!), grads[0]!, (want) => 2 ** -51 * Math.abs(want));
    }
    judged++;
  }
  expect(judged).toBeGreaterThan(1);

  function stored(t: Stored): k.Tensor {
    return k.tensor(Float64Array.from(numbers(t)), { shape: t.s });
  }
  function same(got: k.Tensor, of: Stored, bound: (want: number) => number): void {
    const want = numbers(of);
    [...got.dataSync()].forEach((v, i) => {
      if (Number.isFinite(want[i]!)) expect(Math.abs(v - want[i]!)).toBeLessThanOrEqual(bound(want[i]!));
      else expect(v).toBe(want[i]);
    });
  }
});

test("another eps makes no new plan and no new kernel", () => {
  const x = k.tensor([0.1, 0.6]),
    each = (eps: number): unknown => k.mul(k.logit(x, { eps }), 2).dataSync();
  each(0.1);
  const before = k.stats();
  for (let i = 1; i < 9; i++) each(i / 20);
  expect([k.stats().kernels.built, k.stats().plans.built]).toEqual([before.kernels.built, before.plans.built]);
});
