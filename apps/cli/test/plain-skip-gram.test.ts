/** The script that the library is compared with must itself be right: its gradient against differences of its loss. */
import { expect, test } from "vitest";
import { PlainSkipGram } from "../scripts/plain-skip-gram.js";
import { Random } from "@evenkeel/problems";

const random = new Random(8, 1);
const table = (): Float64Array => Float64Array.from({ length: 4 * 3 }, () => 2 * random.uniform() - 1);
const batch = { centres: Int32Array.of(0, 1, 0), contexts: Int32Array.of(1, 2, 3), negatives: Int32Array.of(2, 3, 0, 3, 1, 1), words: 3 };

test("the gradient is the slope of the loss in every number of both tables", () => {
  const model = new PlainSkipGram(table(), table(), 3);
  const { words, tags } = model.gradient(batch);
  for (const [values, slopes] of [
    [model.words, words],
    [model.tags, tags],
  ] as const) {
    values.forEach((value, i) => {
      const at = (x: number): number => ((values[i] = x), 3 * model.meanLoss([batch]));
      const slope = (at(value + 1e-5) - at(value - 1e-5)) / 2e-5;
      values[i] = value;
      // Central differences are off by about 1e-10 from the step's square and 1e-11 from rounding.
      expect(Math.abs(slope - slopes[i]!)).toBeLessThan(1e-9);
    });
  }
});

test("a step goes down, answers the loss before it, and stays finite at dots of ±200", () => {
  const model = new PlainSkipGram(table(), table(), 3);
  const before = 3 * model.meanLoss([batch]);
  // The same sum of a few float64 terms, in another order.
  expect(Math.abs(model.step(batch, 0.01) - before)).toBeLessThanOrEqual(16 * Number.EPSILON * before);
  expect(3 * model.meanLoss([batch])).toBeLessThan(before);
  const extreme = new PlainSkipGram(Float64Array.of(20, 20), Float64Array.of(10, -10), 1);
  const pair = { centres: Int32Array.of(0), contexts: Int32Array.of(1), negatives: Int32Array.of(0), words: 1 };
  expect(extreme.meanLoss([pair])).toBe(400);
  expect([...extreme.gradient(pair).tags]).toEqual([20, -20]);
});
