/** What the room that proves shows of what it finds. */
import { expect, test } from "vitest";
import { facts } from "@evenkeel/conformance";
import { cpu } from "@evenkeel/cpu";
import { BUILTINS } from "../src/prove/builtins.js";
import { cellsOf, shade, ulps } from "../src/prove/heat.js";
import { RECORDED, rounded } from "../src/prove/recorded.js";
import { hex, type Judged, judgeBuiltin, judgeOp, kindsOf, judgeKind, OPS } from "../src/prove/suite.js";

const judged = (part: string, worst: number | null): Judged => ({ part, worst, bound: 1, at: [], inputs: 1, failed: 0, says: [] });

test("colours and figures of errors", () => {
  expect([0, 0.501, 0.502, 3, 16, 17, 1e6, null].map(shade)).toEqual([0, 0, 1, 3, 4, 5, 6, 6]);
  expect([0.5, 12.3, 5e6, null].map(ulps)).toEqual(["0.50", "12", "5e6", "∞"]);
});

test("second derivatives share a cell, which shows the worst", () => {
  const cells = cellsOf([judged("value", 0.5), judged("xx", 0.7), judged("xy", null), judged("yy", 0.6)]);
  expect(cells.get("second")!.part).toBe("xy");
  expect(cells.get("value")!.worst).toBe(0.5);
});

test("what is built in is of ops that there are; a wrong one is found", async () => {
  expect(Object.keys(BUILTINS).filter((name) => !OPS.includes(name))).toEqual([]);
  const wrong = await judgeBuiltin(async (_, [x]) => x!.map((v) => Math.exp(v) * (1 + 2 ** -20)), "exp", 500),
    right = await judgeBuiltin(async (_, [x]) => x!.map((v) => Math.exp(v)), "exp", 500);
  expect(wrong!.worst).toBeGreaterThan(4);
  expect(wrong!.failed).toBeGreaterThan(100);
  expect(right!.worst).toBeLessThan(0.51);
  const infinite = await judgeBuiltin(async (_, [x]) => x!.map((v) => (v > 80 ? Infinity : Math.exp(v))), "exp", 500);
  expect(infinite!.worst).toBeLessThan(0.51);
  expect(infinite!.says[0]).toMatch(/an infinity or NaN at \d+ of/);
  expect(await judgeBuiltin(async (_, [x]) => x!, "gelu", 500)).toBeNull();
});

test("the recorded worst errors are what is found, and of every op", async () => {
  for (const device of Object.values(RECORDED.devices)) expect(Object.keys(device)).toEqual(OPS);
  expect(OPS.length).toBe(facts.length);
  for (const op of ["exp", "pow", "gelu"])
    for (const { part, worst } of await judgeOp(cpu(), op, RECORDED.inputs))
      expect(RECORDED.devices.cpu![op]![part], `${op}.${part}`).toBe(rounded(worst));
});

test("kinds are judged with what they are of", async () => {
  const backend = cpu();
  expect(kindsOf(backend)).toContain("rows");
  expect(kindsOf({ ...backend, join: undefined })).not.toContain("rows");
  const found = await judgeKind(backend, "sort");
  expect(found.failed).toBe(0);
  expect(found.cases).toBeGreaterThan(10);
});

test("inputs are shown by their bits", () => expect([1, -0, Infinity].map(hex)).toEqual(["0x3f800000", "0x80000000", "0x7f800000"]));
