import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../source.js";
import { tree } from "./tree.js";

/** Runs vitest on a project of one test file: its exit code and the last line it printed. */
function outcome(text: string): { status: number | null; last: string | undefined } {
  const root = tree({ "a.test.mjs": text, "vitest.config.mjs": "export default { test: { globals: true } };\n" });
  const vitest = join(ROOT, "node_modules/vitest/vitest.mjs"),
    reporter = join(ROOT, "tools/count-reporter.ts");
  const { status, stdout } = spawnSync(process.execPath, [vitest, "run", "--root", root, `--reporter=${reporter}`], { encoding: "utf8" });
  return { status, last: stdout.trimEnd().split("\n").at(-1) };
}

test("counts passed, failed and skipped tests", () => {
  expect(outcome(`test("a", () => {}); test.skip("b", () => {}); test("c", () => { throw 1; });`)).toEqual({
    status: 1,
    last: "1 passed, 1 failed, 1 skipped",
  });
  expect(outcome(`test("a", () => {});`)).toEqual({ status: 0, last: "1 passed, 0 failed, 0 skipped" });
});

test("a file that cannot be collected is a failure", () => {
  expect(outcome(`import "./absent.mjs"; test("a", () => {});`)).toEqual({ status: 1, last: "0 passed, 1 failed, 0 skipped" });
});

test("an error outside any test is a failure", () => {
  expect(
    outcome(`test("a", () => { setTimeout(() => { throw new Error("late"); }); return new Promise((done) => setTimeout(done, 50)); });`),
  ).toEqual({
    status: 1,
    last: "1 passed, 1 failed, 0 skipped",
  });
  expect(outcome(`describe("a", () => { beforeAll(() => { throw new Error("early"); }); test("b", () => {}); });`)).toMatchObject({ status: 1 });
});
