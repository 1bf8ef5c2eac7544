/** SGD against trajectories recorded from PyTorch in float64: the gradients of the record in, the parameters of the record out. */
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { backward } from "@evenkeel/autograd";
import { mul, type Parameter, parameter, setDefaultDevice, sub, sum, tensor } from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { SGD } from "../src/index.js";

beforeAll(() => setDefaultDevice(cpu()));

interface Recorded {
  readonly problem: string;
  readonly optimizer: string;
  readonly options: Readonly<Record<string, number | boolean | object>>;
  readonly p0: readonly { readonly s: number[]; readonly v: number[] }[];
  readonly steps: readonly { readonly g: readonly (readonly number[])[]; readonly p: readonly (readonly number[])[] }[];
}
const file = new URL("../../../../shared/cases/torch-training/optimizers.json.gz", import.meta.url);
const runs: Recorded[] = existsSync(file)
  ? (JSON.parse(gunzipSync(readFileSync(file)).toString()) as { runs: Recorded[] }).runs.filter((r) => r.optimizer === "SGD" && !r.options["groups"])
  : [];

/**
 * Each step rounds at most 5 times, a rounding at most 2⁻²⁴ of the largest number in it; momentum 0.9 carries errors on, at most tenfold.
 */
const STEP = 5 * 10 * 2 ** -24;

describe("PyTorch's trajectories", () => {
  test.skipIf(runs.length > 0)("the recorded trajectories are not here: skipped", ({ skip }) =>
    skip("no folder of outside cases beside the project"),
  );
  test.each(runs.map((r) => [`${r.problem} ${JSON.stringify(r.options)}`, r] as const))("%s", (_, r) => {
    const { lr, weight_decay: weightDecay, ...rest } = r.options as { lr: number; weight_decay?: number };
    const params = r.p0.map((p) => parameter(tensor(Float32Array.from(p.v), { shape: p.s }))),
      opt = new SGD(params, { lr, weightDecay, ...rest });
    let size = 0;
    r.steps.forEach(({ g, p }, step) => {
      params.forEach((q, i) => (q.grad = tensor(Float32Array.from(g[i]!), { shape: q.shape })));
      opt.step();
      p.forEach((want, i) => {
        const got = params[i]!.dataSync();
        size = Math.max(size, ...want.map(Math.abs), ...g[i]!.map((x) => Math.abs(x) * lr * 10));
        // Two of the runs leave the range of float32.
        if (size > 1e37) return;
        want.forEach((w, k) => expect(Math.abs(got[k]! - w)).toBeLessThanOrEqual(STEP * (step + 1) * size));
      });
    });
  });
});

describe("SGD", () => {
  const descend = (p: Parameter, opt: SGD): void => {
    opt.zeroGrad();
    backward(sum(mul(sub(p, 3), sub(p, 3))));
    opt.step();
  };
  test("finds a minimum, with a learning rate that changes", () => {
    const p = parameter([10, -10]),
      opt = new SGD([p], { lr: 0.3 });
    for (let i = 0; i < 60; i++) {
      opt.lr = 0.3 * 0.99 ** i;
      descend(p, opt);
    }
    for (const x of p.dataSync()) expect(Math.abs(x - 3)).toBeLessThanOrEqual(4 * 2 ** -22);
  });
  test("gradients add up until zeroGrad", () => {
    const p = parameter([1]);
    backward(sum(mul(p, 2)));
    backward(sum(mul(p, 3)));
    expect(p.grad!.item()).toBe(5);
    new SGD([p], { lr: 1 }).zeroGrad();
    expect(p.grad).toBeNull();
  });
  test("a parameter without a gradient stays", () => {
    const p = parameter([1]),
      q = parameter([2]);
    backward(sum(mul(p, 2)));
    new SGD([p, q], { lr: 1 }).step();
    expect([p.item(), q.item(), q.updates]).toEqual([-1, 2, 0]);
  });
  test.each([
    [{ lr: -1 }, /^SGD: lr is -1/],
    [{ lr: NaN }, /^SGD: lr is NaN/],
    [{ lr: 1, nesterov: true }, /^SGD: nesterov with momentum 0/],
  ])("%o is refused", (options, message) => expect(() => new SGD([parameter([1])], options)).toThrow(message));
  test("no parameters are refused", () => expect(() => new SGD([], { lr: 1 })).toThrow(/^SGD: there are no parameters/));
});
