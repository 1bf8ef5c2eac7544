/** Second derivatives of what rules state by functions of their own. */
import { beforeAll, expect, test } from "vitest";
import * as core from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { EXACT, HERE, orders } from "./orders.js";

beforeAll(() => core.setDefaultDevice(cpu()));

const entropy = (x: core.Tensor): core.Tensor => core.mul(core.softmax(x, 0), core.logSoftmax(x, 0));
test.each<readonly [string, (x: core.Tensor) => core.Tensor, readonly number[]]>([
  ["the entropy of equal shares", entropy, [1, 1, 1]],
  ["the entropy of two equal shares", entropy, [0.5, 0.5]],
  ["log cosh", (x) => core.log(core.cosh(x)), [0.7, -1.3, 20]],
  ["log sinh", (x) => core.log(core.sinh(x)), [0.7, 1.3, 3]],
  ["log(1 − tanh²)", (x) => core.log(core.sub(1, core.square(core.tanh(x)))), [0.7, -1.3, 2]],
  ["log Φ", (x) => core.log(core.ndtr(x)), [0.7, -1.3, 2]],
])("the second derivative of %s is there, and right", (_, f, data) => {
  const truth = orders((x) => f(x!), [data], EXACT, true);
  for (const [i, here] of orders((x) => f(x!), [data], HERE, true).entries()) {
    const exact = truth[i]!,
      size = Math.max(...exact.map(Math.abs), 1e-3);
    here.forEach((v, j) => expect(Math.abs(v - exact[j]!)).toBeLessThanOrEqual(2 ** -19 * size));
  }
});
