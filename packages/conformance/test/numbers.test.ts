/** Numbers that change from step to step: from the fifth of one structure on they are operands, and what is computed has the same bits as where they are part of an op. */
import { describe, expect, test, vi } from "vitest";
import type * as Evenkeel from "evenkeel";

type Kit = typeof Evenkeel;
type T = Evenkeel.Tensor;
const expressions: Record<string, (k: Kit, x: T, y: T, c: number) => T> = {
  "log(c + eˣ)": (k, x, _, c) => k.log(k.add(k.exp(x), c)),
  "σ(cx), as a logarithm": (k, x, _, c) => k.log(k.sigmoid(k.mul(x, c))),
  "(eˣ)^c": (k, x, _, c) => k.pow(k.exp(x), c),
  "√(x² + c)": (k, x, _, c) => k.sqrt(k.add(k.square(x), c)),
  "log Σ e^(x/c), times c": (k, x, _, c) => k.mul(k.log(k.sum(k.exp(k.div(x, c)))), c),
  "c·eˣ/Σeˣ": (k, x, _, c) => k.mul(k.div(k.exp(x), k.sum(k.exp(x))), c),
  "log softmax(x/c)": (k, x, _, c) => k.log(k.softmax(k.div(x, c), 0)),
  "1 − softmax(cx + y/c)": (k, x, y, c) => k.sub(1, k.softmax(k.add(k.mul(x, c), k.div(y, c)), 0)),
  "Σ p·(log p − y/c)": (k, x, y, c) => {
    const p = k.softmax(k.mul(x, c), 0);
    return k.sum(k.mul(p, k.sub(k.log(p), k.div(y, c))));
  },
  "σ(x)^c over its norm, weighed": (k, x, y, c) => {
    const s = k.pow(k.sigmoid(x), c);
    return k.sum(k.mul(k.div(s, k.sqrt(k.sum(k.square(s)))), y));
  },
  "e^(cx + y − c)": (k, x, y, c) => k.mul(k.exp(k.mul(x, c)), k.exp(k.sub(y, c))),
  "cx + (1 − c)·y, less x": (k, x, y, c) => k.sub(k.add(k.mul(c, x), k.mul(1 - c, y)), x),
};
const numbers = [0.1, 0.7, -1.3, 2.9, 0.37, -5, 1 / 3, 0.01];

describe.each(["float32", "float64"] as const)("%s", (dtype) => {
  /** Bits of values and gradients, by number, in a library that has met nothing before. */
  const bits = async (f: (typeof expressions)[string], order: readonly number[]): Promise<Map<number, string>> => {
    vi.resetModules();
    const k: Kit = await import("evenkeel"),
      found = new Map<number, string>();
    for (const c of order) {
      const x = k.parameter(k.tensor([-3, -0.5, 0.25, 1, 4.5, 80], { dtype })),
        y = k.parameter(k.tensor([0.5, -2, 0.125, -70, 3, 1], { dtype })),
        value = f(k, x, y, c);
      k.backward(value, k.mul(k.onesLike(value), 0.75));
      found.set(c, [value, x.grad, y.grad].map((t) => (t ? [...t.dataSync()].map(String).join() : "none")).join(";"));
    }
    return found;
  };
  test.each(Object.entries(expressions))("%s", async (_, f) => {
    const there = await bits(f, numbers),
      back = await bits(f, numbers.toReversed());
    for (const c of numbers) expect(back.get(c), String(c)).toBe(there.get(c));
  });
});

test("a number that changes in every step builds no plan and no kernel", async () => {
  vi.resetModules();
  const k: Kit = await import("evenkeel"),
    x = k.parameter([-3, -0.5, 0.25, 1]);
  for (const [name, f] of Object.entries(expressions)) {
    const step = (c: number): void => {
      x.zeroGrad();
      k.backward(k.sum(f(k, x, x, c)));
    };
    for (let i = 0; i < 8; i++) step(0.11 + i / 7);
    const before = k.stats();
    for (let i = 0; i < 8; i++) step(0.12 + i / 7);
    const after = k.stats();
    expect(after.kernels.built - before.kernels.built, name).toBe(0);
    // An expectation over shares is an op of its numbers, and a plan; its kernels are not.
    if (!name.startsWith("σ(x)^c")) expect(after.plans.built - before.plans.built, name).toBe(0);
  }
});
