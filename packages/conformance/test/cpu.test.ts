/** The CPU backend: every row, every structural kind, and a random chunk of every committed sweep. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { cpu } from "@evenkeel/cpu";
import { describe, expect, test, vi } from "vitest";
import { KINDS, runKind } from "../src/kinds/run.js";
import { kindTable, table } from "../src/report/table.js";
import { parseResult } from "../src/result.js";
import { passed, run } from "../src/run.js";
import { facts, references } from "../src/suite.js";
import { CHUNKS, hashChunk, sweptOf } from "../src/sweep.js";
import { seen } from "./seen.js";

vi.setConfig({ testTimeout: 60_000 });
const note = seen("cpu.test");

const backend = cpu();

test.each(facts.map((f) => [f.name, f] as const))("%s holds its bound, and so do its derivatives", async (_, f) => {
  const report = await run(backend, [f], references);
  expect(passed(report), table(report)).toBe(true);
});

test.each(Object.keys(KINDS) as (keyof typeof KINDS)[])("the kind %s", async (kind) => {
  const found = await runKind(backend, kind);
  note(kind, found.worst.share, found.worst.name);
  expect(found.failures.length, kindTable([found])).toBe(0);
  expect(found.elements).toBeGreaterThan(100);
});

describe("committed sweeps of all 2^32 inputs", () => {
  const folder = new URL("../results/", import.meta.url),
    swept = facts.filter((f) => f.exhaustive);
  const committed = readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => parseResult(readFileSync(new URL(name, folder), "utf8")));

  test("they are those that the facts announce, whole, and within the bound", () => {
    expect(committed.map((r) => r.op).toSorted()).toEqual(swept.map((f) => f.name).toSorted());
    for (const r of committed) {
      const { bound } = facts.find((f) => f.name === r.op)!;
      expect([r.op, r.count, r.over]).toEqual([r.op, 2 ** 32, 0]);
      expect(r.worstUlp).toBeLessThanOrEqual(bound[r.arithmetic].ulp);
    }
  });
  test("a word's file names the worst input of its sweep", () => {
    const files = new URL("../../cpu/src/math/", import.meta.url),
      words = committed.filter((r) => existsSync(new URL(`${r.op}.ts`, files)));
    expect(words.length).toBeGreaterThan(20);
    for (const { op, worstUlp, worstAt } of words)
      expect(readFileSync(new URL(`${op}.ts`, files), "utf8")).toContain(`Worst of all float32 inputs: ${worstUlp.toFixed(6)} ulp at ${worstAt}.`);
  });
  for (const r of committed)
    test(`${r.op}: a random chunk gives the same bits`, async () => {
      const chunk = Math.floor(Math.random() * CHUNKS),
        swept = sweptOf(
          facts.find((f) => f.name === r.op)!,
          references[r.op as keyof typeof references].value,
          r.arithmetic,
        );
      expect(await hashChunk(backend, swept, chunk), `chunk ${chunk} of ${r.op}`).toBe(r.hashes[chunk]);
    });
});
