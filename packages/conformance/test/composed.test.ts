/** Rows of the catalogue in company: in other words, between layout ops, with other signs and constants. The script tries many more, and says how each can be made smaller. */
import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { setDefaultDevice } from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { compose, KNOWN, type Known, rightRows } from "../src/catalogue/composed.js";
import { EXPECTATIONS, type Expectations } from "../src/catalogue/expectations.js";
import { judge } from "../src/catalogue/judge.js";

beforeAll(() => setDefaultDevice(cpu()));
const { wrong, verdicts, count } = JSON.parse(readFileSync(KNOWN, "utf8")) as Known,
  rows = rightRows((JSON.parse(readFileSync(EXPECTATIONS, "utf8")) as Expectations).fails),
  CHUNK = 100;
const verdictOf = (seed: number, spoil?: (x: number) => number): string | undefined => {
  const found = compose(rows, seed);
  return found ? judge(found.row, found.point, "on", spoil).verdict : undefined;
};
test.each([1, 101, 201, 301])(`of ${CHUNK} compositions from seed %i those are wrong that are known to be`, (first) => {
  const seeds = Array.from({ length: CHUNK }, (_, i) => first + i);
  expect(seeds.filter((seed) => verdictOf(seed) === "wrong").map(String)).toEqual(seeds.map(String).filter((seed) => seed in wrong));
});
test("few are known to be wrong", () => {
  expect(verdicts.wrong).toBe(Object.keys(wrong).length);
  expect(verdicts.wrong).toBeLessThan(0.02 * count);
});
test("what is off is found", () => {
  const spoilt = Array.from({ length: 20 }, (_, i) => verdictOf(i + 1, (x) => x * (1 + 2 ** -12)));
  expect(spoilt.filter((verdict) => verdict === "wrong").length).toBeGreaterThan(8);
});
