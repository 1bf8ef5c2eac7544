/** Long chains of one formula: restating them comes to an end, kernels are no larger than compilers take, and value and gradient are right. */
import { beforeAll, expect, test } from "vitest";
import { backward } from "@evenkeel/autograd";
import * as core from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";

beforeAll(() => core.setDefaultDevice(cpu()));

/** Chains of 40 links, and how many roundings a link and its gradient have. */
const LINKS = 40;
const chains: readonly (readonly [string, (t: core.Tensor, at: number) => core.Tensor, number])[] = [
  ["quotients of what is used twice", (t) => core.div(t, core.add(1, core.square(t))), 4],
  ["quotients of what lies otherwise", (t, at) => core.div(at ? t : core.flip(t, 0), core.add(1, core.square(at ? t : core.flip(t, 0)))), 4],
  ["quotients that lie otherwise each time", (t) => core.flip(core.div(t, core.add(1, core.square(t))), 0), 4],
  ["quotients by roots that lie otherwise each time", (t) => core.flip(core.div(t, core.sqrt(core.add(1, core.square(t)))), 0), 5],
  ["shares by hand of what is turned", (t) => core.div(core.exp(t), core.add(core.exp(t), core.exp(core.roll(t, 1, 0)))), 8],
  ["shares of shares", (t) => core.softmax(core.mul(2, t), 0), 8],
  ["shares of what all have in common", (t) => core.softmax(core.add(core.mul(2, t), core.sum(t)), 0), 9],
];
test.each(chains)("a chain of %s comes to an end, and is right", (_, link, roundings) => {
  const of = (dtype: "float32" | "float64"): number[] => {
    const x = core.tensor([0.5, -0.75, 0.625], { dtype, requiresGrad: true });
    const run = (): core.Tensor => Array.from({ length: LINKS }).reduce<core.Tensor>((t, _, i) => link(t, i), x),
      y = dtype === "float64" ? core.stabilise("off", run) : run();
    backward(core.sum(core.mul(y, core.tensor([1, 2, 4], { dtype }))));
    return [...y.dataSync(), ...x.grad!.dataSync()].map(Number);
  };
  const exact = of("float64");
  of("float32").forEach((v, i) => expect(Math.abs(v / exact[i]! - 1)).toBeLessThan(LINKS * roundings * 2 ** -24));
});
