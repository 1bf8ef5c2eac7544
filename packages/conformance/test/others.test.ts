/** What is left beside several shares of a row: as the others add up, in value, gradient and second derivative. */
import { beforeAll, expect, test } from "vitest";
import * as core from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { type As, EXACT, HERE, orders } from "./orders.js";

beforeAll(() => core.setDefaultDevice(cpu()));

type Of = (p: core.Tensor) => core.Tensor;
/** Rows of which the first two have almost all, have almost nothing, and neither. */
const ROWS = [
  [12, 9, -25, -30, -31],
  [-40, -42, 2, 1, 0],
  [1, 2, 3, 4, 5],
] as const;
const at = (p: core.Tensor, i: number): core.Tensor => core.select(p, 1, i),
  all = (p: core.Tensor): core.Tensor => core.sum(core.narrow(p, 1, 2, 3), 1);
const two: Of = (p) => core.add(at(p, 0), at(p, 1));
/** Logarithms of what is nearly all and of what is nearly nothing, as float64 holds both. */
const log = (of: core.Tensor, rest: core.Tensor): core.Tensor => core.where(core.lt(rest, 0.5), core.log1p(core.neg(rest)), core.log(of)),
  logOthers: Of = (p) => log(all(p), two(p));
test.each<readonly [string, Of, Of]>([
  ["1 − (p₀ + p₁)", (p) => core.sub(1, two(p)), all],
  ["log(1 − p₀ − p₁)", (p) => core.log(core.sub(core.sub(1, at(p, 0)), at(p, 1))), logOthers],
  ["log(1 − p₁ − p₀)", (p) => core.log(core.sub(core.sub(1, at(p, 1)), at(p, 0))), logOthers],
  ["log(1 − Σ p[0:2])", (p) => core.log(core.sub(1, core.sum(core.narrow(p, 1, 0, 2), 1))), logOthers],
  [
    "log(2 − 2 Σ p[0:2])",
    (p) => core.log(core.sub(2, core.mul(2, core.sum(core.narrow(p, 1, 0, 2), 1)))),
    (p) => core.add(logOthers(p), Math.log(2)),
  ],
  ["log1p(−(p₀ + p₁))", (p) => core.log1p(core.neg(two(p))), logOthers],
  ["p₀ + p₁ − 1", (p) => core.sub(two(p), 1), (p) => core.neg(all(p))],
  ["1 − p₀ − p₁ + p₂", (p) => core.add(core.sub(core.sub(1, at(p, 0)), at(p, 1)), at(p, 2)), (p) => core.add(all(p), at(p, 2))],
  ["log(p₀ + p₁)", (p) => core.log(two(p)), (p) => log(two(p), all(p))],
  ["1 − (p₀ + p₂)", (p) => core.sub(1, core.add(at(p, 0), at(p, 2))), (p) => core.add(at(p, 1), core.sum(core.narrow(p, 1, 3, 2), 1))],
  [
    "log(1 − p₀ − p₁) of rows that lie otherwise",
    (p) => {
      const q = core.permute(p, [1, 0]);
      return core.log(core.sub(1, core.add(core.reshape(core.narrow(q, 0, 0, 1), [3]), at(p, 1))));
    },
    logOthers,
  ],
])("%s is by the others", (_, written, others) => {
  const of = (f: Of, as: As): number[][] => orders((x) => f(core.softmax(x!, 1)), [ROWS as unknown as number[][]], as, true),
    here = of(written, HERE);
  const exact = of(others, EXACT);
  here.forEach((of, i) => {
    // Each row by itself: they are of different sizes.
    const width = of.length / ROWS.length;
    of.forEach((v, j) => {
      const row = Math.floor(j / width) * width,
        size = Math.max(...exact[i]!.slice(row, row + width).map(Math.abs));
      expect(Math.abs(v - exact[i]![j]!), `${i}, ${j}: ${v}, not ${exact[i]![j]}`).toBeLessThanOrEqual((i ? 2 ** -18 : 2 ** -20) * size);
    });
  });
});

test("a row of which all is masked has no shares, so that 1 is left", () => {
  const x = core.tensor([
    [-Infinity, -Infinity, -Infinity],
    [1, 2, 3],
  ]);
  const left = core.sub(1, core.add(at(core.softmax(x, 1), 0), at(core.softmax(x, 1), 1)));
  expect([...left.dataSync()][0]).toBe(1);
  expect([...core.log(left).dataSync()][0]).toBe(0);
});
test("what is detached, of another row or twice the same has no others", () => {
  const x = core.tensor(ROWS as unknown as number[][], { requiresGrad: true });
  const p = core.softmax(x, 1),
    whyOf = (y: core.Tensor): string[] => {
      const seen = core.report();
      y.dataSync();
      seen.stop();
      return seen.entries.map(({ why }) => why).filter((why) => why.includes("beside several shares"));
    };
  expect(whyOf(core.sub(1, two(p)))).toHaveLength(1);
  expect(whyOf(core.sub(1, core.add(core.detach(at(p, 0)), at(p, 1))))).toEqual([]);
  expect(whyOf(core.sub(1, core.add(at(p, 0), core.flip(at(p, 1), 0))))).toEqual([]);
  expect(whyOf(core.sub(1, core.add(core.narrow(core.narrow(p, 1, 0, 2), 1, 0, 1), core.mul(2, core.narrow(p, 1, 1, 1)))))).toEqual([]);
});
