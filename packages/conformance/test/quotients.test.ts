/** Functions that stand for what was written: value, derivative and second derivative where they change from one statement to another, and at their ends. */
import { beforeAll, expect, test } from "vitest";
import { grad } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";

beforeAll(() => k.setDefaultDevice(cpu()));
/** f, f′ and f″ at one place. */
function derivatives(f: (x: k.Tensor) => k.Tensor, at: number): number[] {
  const x = k.parameter(k.tensor([at])),
    y = f(x),
    [first] = grad(k.sum(y), [x], { createGraph: true }),
    [second] = grad(k.sum(first!), [x], { allowUnused: true });
  return [y, first!, second!].map((t) => t.item() as number);
}
const LOG2 = Math.LN2;
/** Of s = softplus at 0: s = log 2, s′ = ½, s″ = ¼. */
const cases: [string, (x: k.Tensor) => k.Tensor, number, number[]][] = [
  ["x / softplus(x)", (x) => k.div(x, k.softplus(x)), 0, [0, 1 / LOG2, -1 / LOG2 ** 2]],
  ["x / log1p(e^x)", (x) => k.div(x, k.log1p(k.exp(x))), 0, [0, 1 / LOG2, -1 / LOG2 ** 2]],
  ["softplus(x) / e^x", (x) => k.div(k.softplus(x), k.exp(x)), 0, [LOG2, 0.5 - LOG2, 0.25 - 1 + LOG2]],
  ["log(softplus(x)) − x", (x) => k.sub(k.log(k.softplus(x)), x), 0, [Math.log(LOG2), 0.5 / LOG2 - 1, 0.25 / LOG2 - 0.25 / LOG2 ** 2]],
  ["softplus(x) / x, far below", (x) => k.div(k.softplus(x), x), -Infinity, [0, 0]],
  ["log Φ(x) + x²/2", (x) => k.add(k.logNdtr(x), k.mul(0.5, k.square(x))), 40, [800, 40, 1]],
  ["log Φ(x) + x·x/2", (x) => k.add(k.logNdtr(x), k.mul(0.5, k.mul(x, x))), 800, [320000, 800, 1]],
  ["softplus(x) − e^x", (x) => k.sub(k.softplus(x), k.exp(x)), 800, [-Infinity, -Infinity]],
  ["e^(softplus(x) − e^x)", (x) => k.exp(k.sub(k.softplus(x), k.exp(x))), 800, [0, 0]],
  ["x + 0.001 − x", (x) => k.sub(k.add(x, 0.001), x), 3, [0.001, 0, 0]],
];
test.each(cases)("%s at %3$s", (_, f, at, expected) => {
  const got = derivatives(f, at);
  expected.forEach((want, i) =>
    Number.isFinite(want) && want ? expect(Math.abs(got[i]! / want - 1)).toBeLessThan(2 ** -22) : expect(got[i]! + 0).toBe(want),
  );
});
test("numbers that change make no new ops", () => {
  const x = k.tensor([1, 2, 3]),
    y = k.tensor([0.5, 0.25, 0.125]),
    f = (c: number): k.Tensor[] => [k.sub(x, k.sub(x, k.mul(c, y))), k.sub(k.add(x, c), x), k.log(k.abs(k.sub(k.mul(c, x), k.sigmoid(y))))];
  const run = (c: number): void => f(c).forEach((t) => void t.dataSync());
  // From the third time on a graph is restated as it was before. A number that float32 does not hold has a rest.
  [1.5, 1.25, 1.375, 1.1, 1.2, 1.3].forEach(run);
  const before = k.stats().kernels.built;
  for (let i = 0; i < 10; i++) run(1.1 + i / 7);
  expect(k.stats().kernels.built).toBe(before);
});
test("exponents that float32 tells apart are told apart, though products beyond it are not", () => {
  const x = k.parameter(k.tensor([1, 1.0000001, 0.9])),
    p = k.softmax(k.mul(x, k.exp(k.tensor([84, 84, 84]))), 0);
  expect([...p.dataSync()]).toEqual([0, 1, 0]);
  expect([...grad(k.sum(k.mul(p, [1, 2, 3])), [x])[0]!.dataSync()]).toEqual([0, 0, 0]);
});
test("the reciprocal of what is large is no number by its range", () => {
  const x = k.tensor([1, 40]);
  expect([...k.div(1, k.softplus(k.add(k.square(x), 1000))).dataSync()]).toEqual([1 / 1001, 1 / 2600].map(Math.fround));
  expect([...k.sign(k.sigmoid(k.sub(-60, k.square(x)))).dataSync()]).toEqual([1, 0]);
});
test("what is divided by itself is 1 and has no slope, however much it is made of", () => {
  const x = k.parameter(k.tensor([1, 0.5, -2, 3])),
    m = k.mul(k.exp(x), k.sub(1, k.exp(x))),
    z = k.div([0.95, 0.29, 0.91, 3.7], k.mul(m, m)),
    y = k.div(z, z);
  expect([...y.dataSync()]).toEqual([1, 1, 1, 1]);
  expect([...grad(k.sum(y), [x])[0]!.dataSync()].map((g) => g + 0)).toEqual([0, 0, 0, 0]);
});
