/** Second derivatives of what rules state by functions of their own. */
import { beforeAll, expect, test } from "vitest";
import { grad } from "@evenkeel/autograd";
import * as core from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";

beforeAll(() => core.setDefaultDevice(cpu()));

/** A value, its gradient and that of the gradient's weighted sum, without the stabiliser in float64 and with it in float32. */
const twice = (f: (x: core.Tensor) => core.Tensor, data: readonly number[]): readonly (readonly [number[], number[]])[] => {
  const of = (dtype: "float32" | "float64", mode: "on" | "off"): number[][] =>
    core.stabilise(mode, () => {
      const x = core.tensor(data, { dtype, requiresGrad: true }),
        weights = core.tensor(
          data.map((_, i) => 1 + (i % 3)),
          { dtype },
        );
      const y = core.sum(f(x)),
        [g] = grad(y, [x], { createGraph: true }) as [core.Tensor],
        [h] = grad(core.sum(core.mul(g, weights)), [x]) as [core.Tensor];
      return [y, g, h].map((t) => [...t.dataSync()].map(Number));
    });
  const [here, exact] = [of("float32", "on"), of("float64", "off")];
  return here.map((v, i) => [v, exact[i]!] as const);
};
const entropy = (x: core.Tensor): core.Tensor => core.mul(core.softmax(x, 0), core.logSoftmax(x, 0));
test.each<readonly [string, (x: core.Tensor) => core.Tensor, readonly number[]]>([
  ["the entropy of equal shares", entropy, [1, 1, 1]],
  ["the entropy of two equal shares", entropy, [0.5, 0.5]],
  ["log cosh", (x) => core.log(core.cosh(x)), [0.7, -1.3, 20]],
  ["log sinh", (x) => core.log(core.sinh(x)), [0.7, 1.3, 3]],
  ["log(1 − tanh²)", (x) => core.log(core.sub(1, core.square(core.tanh(x)))), [0.7, -1.3, 2]],
  ["log Φ", (x) => core.log(core.ndtr(x)), [0.7, -1.3, 2]],
])("the second derivative of %s is there, and right", (_, f, data) => {
  for (const [here, exact] of twice(f, data)) {
    const size = Math.max(...exact.map(Math.abs), 1e-3);
    here.forEach((v, i) => expect(Math.abs(v - exact[i]!)).toBeLessThanOrEqual(2 ** -19 * size));
  }
});
