/** Random expressions: nothing is worse with the stabiliser than without. The script runs many more, and finds the smallest that are. */
import { beforeAll, expect, test } from "vitest";
import { setDefaultDevice } from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { compare, RESTATED, type Verdict } from "../src/differential/compare.js";

beforeAll(() => setDefaultDevice(cpu()));
const counted = (found: readonly { verdict: Verdict }[], verdict: Verdict): number => found.filter((f) => f.verdict === verdict).length;

const N = 300;
test("300 random expressions: none is worse, some are rescued, and enough are restated", () => {
  const found = Array.from({ length: N }, (_, i) => compare(i + 1));
  expect(found.filter((f) => f.verdict === "worse").map((f) => f.text)).toEqual([]);
  expect(counted(found, "rescued")).toBeGreaterThan(0);
  expect(counted(found, "unknown")).toBeLessThan(N / 2);
  expect(found.filter((f) => f.reasons.length).length).toBeGreaterThan(RESTATED * N);
});
/** 0·∞ in gradients of regions, exponentials that are held, terms that cancel, what two elements share. */
const FOUND = [836, 1252, 2106, 2384, 3663, 5372, 5396, 6477, 7017, 7414, 8930, 9914];
test.each(FOUND)("random expression %i, of which the like was worse", (seed) => expect(compare(seed)).not.toMatchObject({ verdict: "worse" }));
test("a stabiliser that loses half of the digits is found", () => {
  const found = Array.from({ length: 30 }, (_, i) => compare(i + 1, (y) => y * (1 + 2 ** -12)));
  expect(counted(found, "worse")).toBeGreaterThan(8);
});
