/** checkGrad lets right gradients pass and names wrong ones. */
import { beforeAll, describe, expect, test } from "vitest";
import {
  add,
  div,
  exp,
  log,
  log1p,
  matmul,
  mul,
  neg,
  NumericsError,
  setDefaultDevice,
  sigmoid,
  softplus,
  sub,
  sum,
  type Tensor,
  tensor,
} from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { checkGrad, customGrad } from "../src/index.js";

beforeAll(() => setDefaultDevice(cpu()));
const x = (): Tensor =>
  tensor([
    [0.5, -1.25],
    [2, 0.1],
  ]);

describe("right gradients pass", () => {
  const functions: Record<string, (t: Tensor) => Tensor> = {
    sigmoid,
    "log softplus": (t) => log(softplus(t)),
    quotient: (t) => div(exp(t), add(1, mul(t, t))),
    log1p: (t) => log1p(mul(t, t)),
    "matmul and sums": (t) => matmul(t, sub(t, sum(t, 0))),
  };
  test.each(Object.entries(functions))("%s", async (_, f) => {
    const worst = await checkGrad(f, [x()]);
    expect(worst.input).toBe(0);
    expect(Math.abs(worst.analytic - worst.numeric)).toBeLessThanOrEqual(worst.allowed);
    // What is allowed is small enough to tell a wrong gradient.
    expect(worst.allowed).toBeLessThan(0.01);
  });
  test("several inputs, large and small", async () => {
    await checkGrad((a, b) => mul(a!, exp(neg(b!))), [tensor([1000, -3e4]), tensor([0.001, 2])]);
  });
  test("many elements are sampled, always the same for a seed", async () => {
    const big = tensor(Float32Array.from({ length: 1000 }, (_, i) => (i % 17) / 8 - 1)),
      found = await checkGrad((t) => sigmoid(t), [big], { elements: 10, seed: 5 });
    expect(await checkGrad((t) => sigmoid(t), [big], { elements: 10, seed: 5 })).toEqual(found);
  });
});

describe("wrong gradients are named", () => {
  /** Right but for a factor at one element. */
  const wrong = (factor: number, at: number): ((t: Tensor) => Tensor) =>
    customGrad(
      (t: Tensor) => sigmoid(t),
      (g, [t]) => {
        const s = sigmoid(t),
          scale = Array.from({ length: 4 }, (_, i) => (i === at ? factor : 1));
        return mul(mul(g, mul(s, sub(1, s))), tensor(Float32Array.from(scale), { shape: [2, 2] }));
      },
    );
  test.each([0.5, 1.01, -1, NaN])("by a factor of %d", async (factor) => {
    await expect(checkGrad((a, b) => add(a!, wrong(factor, 2)(b!)), [x(), x()])).rejects.toThrow(
      /^checkGrad: gradients differ, input 1 at \[1, 0\] has \S+ and differences of values give \S+ ± \S+\. Correct the vjp/,
    );
  });
  test("a gradient that is missing", async () =>
    expect(
      checkGrad(
        (a) =>
          customGrad(
            (t: Tensor) => mul(t, t),
            () => null as never,
          )(a!),
        [x()],
      ),
    ).rejects.toThrow(/^checkGrad: gradients differ/));
  test("by an error of its own class", async () => await expect(checkGrad(wrong(2, 0) as never, [x()])).rejects.toThrow(NumericsError));
});

test("errors", async () => {
  await expect(checkGrad(() => tensor(1), [])).rejects.toThrow(/^checkGrad: there are no inputs/);
  await expect(checkGrad((a) => sum(a!), [tensor(new Float32Array(0))])).rejects.toThrow(/^checkGrad: the inputs have no elements/);
  await expect(checkGrad((a) => a!, [tensor(Int32Array.of(1))])).rejects.toThrow(/^checkGrad: inputs\[0\] is int32/);
});
