/** Random expressions: nothing is worse with the stabiliser than without. The script runs many more, and finds the smallest that are. */
import { beforeAll, expect, test } from "vitest";
import { setDefaultDevice } from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { compare, type Verdict } from "../src/differential/compare.js";

beforeAll(() => setDefaultDevice(cpu()));
const counted = (found: readonly { verdict: Verdict }[], verdict: Verdict): number => found.filter((f) => f.verdict === verdict).length;

test("150 random expressions, of which some are rescued", () => {
  const found = Array.from({ length: 150 }, (_, i) => compare(i + 1));
  expect(found.filter((f) => f.verdict === "worse").map((f) => f.text)).toEqual([]);
  expect(counted(found, "rescued")).toBeGreaterThan(0);
  expect(counted(found, "unknown")).toBeLessThan(75);
});
test("a stabiliser that loses half of the digits is found", () => {
  const found = Array.from({ length: 30 }, (_, i) => compare(i + 1, (y) => y * (1 + 2 ** -12)));
  expect(counted(found, "worse")).toBeGreaterThan(8);
});
