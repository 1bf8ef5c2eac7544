/** Every rule of the stabiliser fires: directly, through layout ops, and beside ops that have no form. What is NaN or infinite stays so. */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import * as core from "@evenkeel/core";
import { grad } from "@evenkeel/autograd";
import { cpu } from "@evenkeel/cpu";
import { firing, MISSES as AT, type Misses, pointOf, reasons, rowOf } from "../src/catalogue/firing.js";
import { computed, judge } from "../src/catalogue/judge.js";
import type { Row } from "../src/catalogue/row.js";
import { contextsOf, INFINITIES, NANS, type Rule, RULES } from "../src/catalogue/rules.js";
import { truthOf } from "../src/catalogue/truth.js";
import { found } from "./sources.js";

beforeAll(() => core.setDefaultDevice(cpu()));
const plain = (rule: Rule): Row["of"] => contextsOf(rule).directly!;
const MISSES = JSON.parse(readFileSync(AT, "utf8")) as Misses;
/** The reasons in the sources of the stabiliser and the ops. */
const REASONS = found(/why: ([^}]*)/g).flatMap(([, said]) => [...said!.matchAll(/"([^"]*[a-z][^"]*)"/g)].map(([, why]) => why!));
describe.each(RULES)("$written", (rule) => {
  const point = pointOf(rule);
  test("fires in every context but those that are known, and is right there", () => {
    expect(firing(rule)).toEqual({ misses: MISSES[rule.written] ?? [], wrong: [] });
  });
  test("is needed, and mode off is without it", () => {
    const row = rowOf(plain(rule));
    expect(reasons(row, point, "off")).toEqual([]);
    expect(judge(row, [point], "off").verdict).toBe(rule.harmless ? "right" : "wrong");
  });
  test.each(Object.entries(NANS))("%s stays NaN", (_, nan) => {
    const { values } = computed(
      rowOf((k, x) => plain(rule)(k, nan(k, x))),
      [point],
      "on",
    );
    expect(values.filter((v) => !Number.isNaN(v))).toEqual([]);
  });
  test.each(Object.entries(INFINITIES))("%s is not hidden", (name, infinite) => {
    const row = rowOf((k, x) => plain(rule)(k, infinite(k, x))),
      { values } = computed(row, [point], "on");
    // What leaves the range of float32 is as infinite as 1/0, or, if it was not computed, what it is.
    if (name === "e^1000") {
      const same = computed(
        rowOf((k, x) => plain(rule)(k, INFINITIES["1/0"]!(k, x))),
        [point],
        "on",
      );
      // What was infinite may be no number where it is subtracted: it is not hidden.
      if (values.every((v) => !Number.isFinite(v))) return;
      return expect([same.values, truthOf(row, [point])?.values.map(Math.fround)]).toContainEqual(values);
    }
    const truth = truthOf(row, [point])?.values;
    // ∞/∞ and ∞ − ∞ may be what they come to from large numbers.
    const limitOf = (i: number): number => {
      const large = rowOf((k, x) => plain(rule)(k, k.mul(name === "1/0" ? 1000 : -1000, x)));
      return Math.fround(truthOf(large, [[1, 1, 1, 1]])!.values[i]!);
    };
    values.forEach((v, i) => {
      const t = truth ? truth[i]! : NaN;
      if (!Number.isNaN(t)) return expect(v + 0).toBe(Math.fround(t) + 0);
      if (Number.isNaN(v) || (rule.masked && v === 0)) return;
      const limit = limitOf(i);
      expect(v + 0).toBe(Math.abs(limit) > 100 ? Math.sign(limit) * Infinity : limit + 0);
    });
  });
});
test("every reason that the stabiliser can give has a line", () => {
  expect(REASONS.length).toBeGreaterThan(6);
  expect(Object.keys(MISSES).filter((written) => !RULES.some((rule) => rule.written === written))).toEqual([]);
  expect(REASONS.filter((reason) => !RULES.some(({ why }) => reason.includes(why)))).toEqual([]);
});
test("nothing is restated where nothing is lost", () => {
  const rows: ((k: typeof core, x: core.Tensor) => core.Tensor)[] = [
    (k, x) => k.log(k.add(2, x)),
    (k, x) => k.sub(2, k.sigmoid(x)),
    (k, x) => k.mul(k.tanh(x), 2),
    (k, x) => k.exp(k.sub(x, 1)),
    (k, x) => k.mul(k.add(x, 1), 0.5),
  ];
  for (const of of rows) {
    const seen = core.report();
    // A cotangent of 1: times another, an exponential may overflow where the product does not.
    grad((x: core.Tensor) => core.sum(of(core, x)))(core.tensor([1, 2, 3, 4])).dataSync();
    seen.stop();
    expect(seen.entries.map(({ why }) => why)).toEqual([]);
  }
});
