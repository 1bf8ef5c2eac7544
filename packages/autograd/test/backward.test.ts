/** Which leaves get which gradients, and how long those live. */
import { beforeEach, describe, expect, test } from "vitest";
import {
  add,
  exp,
  log,
  matmul,
  memory,
  mul,
  neg,
  noGrad,
  parameter,
  setDefaultDevice,
  sigmoid,
  sin,
  softmax,
  softplus,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
} from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { backward } from "../src/index.js";

beforeEach(() => setDefaultDevice(cpu()));
const values = (t: Tensor | null): number[] => [...t!.dataSync()];

describe("leaves", () => {
  test("a tensor with requiresGrad is one; others get none", () => {
    const x = tensor([1, 2], { requiresGrad: true }),
      y = tensor([3, 4]);
    backward(sum(mul(x, y)));
    expect(values(x.grad)).toEqual([3, 4]);
    expect(y.grad).toBeNull();
  });
  test("used twice, a leaf sums both", () => {
    const p = parameter([2]);
    backward(sum(add(mul(p, p), mul(p, 3))));
    expect(values(p.grad)).toEqual([7]);
  });
  test("under noGrad nothing requires a gradient", () => {
    const p = parameter([2]),
      y = noGrad(() => mul(p, 3));
    expect(y.requiresGrad).toBe(false);
    backward(sum(mul(y, p)));
    expect(values(p.grad)).toEqual([6]);
  });
  test("a leaf that the stable form does without has gradient 0", () => {
    const p = parameter([1, 2]);
    backward(sum(mul(exp(p), exp(neg(p)))));
    expect(values(p.grad)).toEqual([0, 0]);
  });
  test("broadcast operands sum over what was repeated", () => {
    const p = parameter([[1], [2]]),
      q = parameter([1, 2, 3]);
    backward(sum(mul(p, q)));
    expect(values(p.grad)).toEqual([6, 6]);
    expect(values(q.grad)).toEqual([3, 3, 3]);
  });
  test("ten heads on one encoder", () => {
    const p = parameter([0.5]),
      h = sigmoid(p);
    const heads = Array.from({ length: 10 }, (_, i) => mul(h, i));
    backward(sum(heads.reduce((a, b) => add(a, b))));
    const want = 45 * (1 / (1 + Math.exp(-0.5))) * (1 / (1 + Math.exp(0.5)));
    // ten terms, each rounded once, and their sums.
    expect(Math.abs(p.grad!.item() - want)).toBeLessThanOrEqual(20 * 2 ** -24 * want);
  });
});

describe("noGrad passes no gradient, and forms look through it", () => {
  const grad = (p: ReturnType<typeof parameter>, loss: Tensor): number => {
    p.zeroGrad();
    backward(sum(loss));
    return p.grad!.item();
  };
  test.each<[string, number, (p: Tensor) => Tensor, number]>([
    [
      "log(e^p) is p, but not its gradient",
      2,
      (p) =>
        mul(
          mul(p, 2),
          noGrad(() => log(exp(p))),
        ),
      4,
    ],
    [
      "softplus(p) − softplus(−p)",
      2,
      (p) =>
        mul(
          p,
          noGrad(() => sub(softplus(p), softplus(neg(p)))),
        ),
      2,
    ],
    ["a tensor and its twin do not cancel", 3, (p) => log(mul(exp(mul(p, p)), exp(neg(noGrad(() => mul(p, p)))))), 6],
    ["softplus and its twin", 2, (p) => add(softplus(p), neg(noGrad(() => softplus(neg(p))))), Math.fround(1 / (1 + Math.exp(-2)))],
  ])("%s", (_, at, written, want) => {
    const p = parameter([at]);
    expect(grad(p, written(p))).toBe(want);
  });
  test.each(["leaf", "sin"])("reading a softmax first changes no bit of its gradient, nor does reading what it is multiplied by: %s", (kind) => {
    const bits = (...looks: number[]): number[] => {
      const numbers = (by: number): Tensor => tensor(Float32Array.from({ length: 40 }, (_, i) => Math.cos(by * i))),
        y = softmax(p, 0),
        weights = kind === "sin" ? sin(numbers(3)) : numbers(3),
        z = mul(square(y), weights);
      p.zeroGrad();
      for (const i of looks) [y, weights, z][i]!.dataSync();
      backward(sum(z));
      return [...new Int32Array((p.grad!.dataSync() as Float32Array).buffer)];
    };
    const p = parameter(Float32Array.from({ length: 40 }, (_, i) => 3 * Math.sin(7 * i + 1))),
      want = bits();
    for (const looks of [[0], [1], [2], [0, 1, 2]]) expect(bits(...looks)).toEqual(want);
  });
  test("reading under noGrad first changes no gradient", () => {
    const one = (look: boolean): number[] => {
      const p = parameter([0.3, -2]),
        s = sigmoid(p),
        nll = (): Tensor => sum(neg(log(s)));
      if (look) noGrad(nll).item();
      backward(nll());
      return values(p.grad);
    };
    expect(one(true)).toEqual(one(false));
  });
});

describe("zero annihilates", () => {
  test("a branch with gradient 0 contributes 0, where its derivative is infinite", () => {
    const p = parameter([0, 1]),
      mask = tensor([0, 1]);
    backward(sum(mul(log(p), mask)));
    expect(values(p.grad)).toEqual([0, 1]);
  });
});

describe("gradients live until zeroGrad", () => {
  const big = (): Float32Array => new Float32Array(100_000).fill(0.5);
  test("an unread gradient is freed at once", () => {
    const p = parameter(big());
    backward(sum(mul(p, p)));
    const held = memory().cached;
    p.zeroGrad();
    expect(held - memory().cached).toBeGreaterThanOrEqual(400_000);
  });
  test("a gradient that was read stays readable", () => {
    const p = parameter(big());
    backward(sum(mul(p, p)));
    const g = p.grad!;
    p.zeroGrad();
    expect(g.dataSync()[99_999]).toBe(1);
  });
  test("one gradient of two leaves outlives either", () => {
    const p = parameter(big()),
      q = parameter(big());
    backward(sum(softplus(add(p, q))));
    p.zeroGrad();
    expect(q.grad!.dataSync()[0]).toBe(Math.fround(1 / (1 + Math.exp(-1))));
  });
  test("two losses accumulate, in either order of release", () => {
    const p = parameter(big());
    backward(sum(mul(p, 2)));
    backward(sum(mul(p, 3)));
    expect(p.grad!.dataSync()[7]).toBe(5);
  });
});

test("matmul in both operands", () => {
  const a = parameter([
      [1, 2],
      [3, 4],
    ]),
    b = parameter([
      [5, 6],
      [7, 8],
    ]);
  backward(sum(matmul(a, b)));
  expect(values(a.grad)).toEqual([11, 15, 11, 15]);
  expect(values(b.grad)).toEqual([4, 4, 6, 6]);
});
test("a chain of 5,000 ops is differentiated without recursion", () => {
  const p = parameter([1]);
  let x: Tensor = p;
  for (let i = 0; i < 5000; i++) x = sub(mul(x, 1), 0.25);
  backward(sum(x));
  expect(p.grad!.item()).toBe(1);
});
