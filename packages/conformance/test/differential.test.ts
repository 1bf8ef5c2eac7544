/** Random expressions: nothing is worse with the stabiliser than without. The script runs many more. */
import { beforeAll, expect, test } from "vitest";
import { setDefaultDevice } from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { compare } from "../src/differential.js";

beforeAll(() => setDefaultDevice(cpu()));

test("400 random expressions, of which some are rescued", () => {
  const found = Array.from({ length: 400 }, (_, i) => compare(i + 1));
  expect(found.filter((f) => f.verdict === "worse").map((f) => f.text)).toEqual([]);
  expect(found.filter((f) => f.verdict === "rescued").length).toBeGreaterThan(0);
  expect(found.filter((f) => f.verdict === "unknown").length).toBeLessThan(200);
});
test("a stabiliser that loses half of the digits is found", () => {
  const found = Array.from({ length: 60 }, (_, i) => compare(i + 1, (y) => y * (1 + 2 ** -12)));
  expect(found.filter((f) => f.verdict === "worse").length).toBeGreaterThan(20);
});
