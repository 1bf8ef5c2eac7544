/** The catalogue of unstable expressions, as they are written: what passes, and what is known to fail. The script tries many more points. */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { setDefaultDevice } from "@evenkeel/core";
import { CATALOGUE } from "@evenkeel/core/internal";
import { cpu } from "@evenkeel/cpu";
import { EXPECTATIONS, type Expectations, nameOf } from "../src/catalogue/expectations.js";
import { rowsByReason } from "../src/catalogue/firing.js";
import { judge } from "../src/catalogue/judge.js";
import { PARTS } from "../src/catalogue/rows/index.js";
import { sweep } from "../src/catalogue/sweep.js";

beforeAll(() => setDefaultDevice(cpu()));
const { fails, parts } = JSON.parse(readFileSync(EXPECTATIONS, "utf8")) as Expectations;

describe.each(PARTS)("$name", ({ name, rows, absent }) => {
  test("passes but for what is known to fail", () => {
    const failed = rows.filter((row) => !(nameOf(row) in fails)).flatMap((row) => sweep(row, 2).failures.map(({ text }) => `${nameOf(row)} ${text}`));
    expect(failed).toEqual([]);
  });
  test("what is known to fail does: it is recorded again when it does not", () => {
    const passed = rows.filter((row) => fails[nameOf(row)] && judge(row, fails[nameOf(row)]!.point).verdict !== "wrong");
    expect(passed.map(nameOf)).toEqual([]);
  });
  test("is counted", () => {
    const ids = new Set(rows.map((row) => row.id)),
      failing = new Set(rows.filter((row) => nameOf(row) in fails).map((row) => row.id));
    expect({ pass: ids.size - failing.size, stated: ids.size, absent: absent.length }).toEqual(parts[name]);
    expect(absent.filter(({ id }) => ids.has(id))).toEqual([]);
  });
});
test("a report names the rows that a rule restates", () => {
  // Recorded by scripts/reasons.ts.
  expect(Object.fromEntries([...rowsByReason()].map(([why, ids]) => [why, ids.join(" ")]))).toEqual(CATALOGUE);
});
test("every expectation is of a row, and rows have names of their own", () => {
  const names = PARTS.flatMap(({ rows }) => rows.map(nameOf));
  expect(Object.keys(fails).filter((name) => !names.includes(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});
test("17 ulp are found, and the failures of what is written without the stabiliser are", () => {
  const rows = PARTS.flatMap((part) => part.rows.filter((row) => ["E101", "E106", "S205", "M302"].includes(row.id)));
  for (const row of rows) {
    const spoilt = sweep(row, 1, (x) => x * (1 + 40 * 2 ** -24));
    expect(spoilt.failures.length).toBeGreaterThan(0);
    expect(spoilt.defects).toEqual([]);
  }
});
