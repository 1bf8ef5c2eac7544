/** What mode "warn" advises to write can be written: of every expression of the catalogue, names of ops that look like functions are functions. */
import { expect, test, vi } from "vitest";
import * as evenkeel from "evenkeel";
import { isCallable, stableOf, type Tensor, UNNAMED } from "@evenkeel/core/internal";
import { CORE } from "../src/catalogue/judge.js";
import { given } from "../src/catalogue/points.js";
import { PARTS } from "../src/catalogue/rows/index.js";
import { found } from "./sources.js";

const isFunction = (name: string): boolean => name in evenkeel || name in evenkeel.losses,
  LEAVES = new Set(["state", "tensor", "number"]);

/** Names that the sources give to ops. */
const GIVEN = found(/\b(?:elementwise|make|op|wide|wideSum|mapOf|ofEach|mapped)(?:<\d>)?\(\s*[`"](\w+)[`"]/g).map(([, op]) => op!);

test("what a user cannot call is not called a function", () => {
  expect(GIVEN.length).toBeGreaterThan(250);
  const seen = new Set(GIVEN);
  for (const row of PARTS.flatMap(({ rows }) => rows).filter(({ fails }) => fails.length)) {
    const at = given(row, row.fails[0]!),
      x = at.map((values, i) => evenkeel.parameter(evenkeel.tensor(Float32Array.from(values), { shape: row.leaves[i]!.shape ?? [] }))),
      all = new Set<Tensor>([stableOf(row.of(CORE, ...x))]);
    for (const t of all) {
      seen.add(t.op.name);
      for (const y of t.inputs) all.add(y);
    }
  }
  expect([...seen].filter((name) => isCallable(name) && !isFunction(name) && !LEAVES.has(name))).toEqual([]);
  expect([...UNNAMED].filter(isFunction)).toEqual([]);
});

test("a remedy is what would run, or the reason where that cannot be written; the line and parameters by name are said", () => {
  const { add, log, mean, mul, neg, parameter, exp, sigmoid, softmax, stabilise, sub, cat } = evenkeel,
    said: string[] = [],
    warn = vi.spyOn(console, "warn").mockImplementation((text: string) => void said.push(text)),
    x = parameter([1, 2, 30], { name: "scores" }),
    s = parameter(0.5, { name: "share" });
  const last = (f: () => Tensor): string => {
    stabilise("warn", f).dataSync();
    return said.at(-1)!;
  };
  expect(last(() => log(sub(1, sigmoid(x))))).toMatch(
    /^stabilise: log\(sub\(1, sigmoid\(scores\[3\]\)\)\) loses digits or overflows, at .*warned\.test\.ts:\d+:\d+\)?\. Write neg\(softplus\(scores\[3\]\)\), or set stabilise\("on"\)\.$/,
  );
  expect(last(() => log(softmax(neg(x), 0)))).toContain("Write logSoftmax(neg(scores[3])), or set");
  expect(last(() => log(mean(exp(x))))).toContain('Set stabilise("on"): ');
  expect(last(() => log(cat([mul(s, softmax(x, 0)), mul(sub(1, s), softmax(x, 0))])))).toContain('Set stabilise("on"): the logarithm');
  expect(last(() => add(log(sigmoid(x)), 0))).toContain("Write neg(softplus(neg(scores[3])))");
  // What is of a sum or of several ops is not what it is named after.
  for (const f of [
    () => sub(exp(mul(x, 2)), 1),
    () => log(add(1, exp(mul(x, 2)))),
    () => sub(exp(mul(exp(x), 2)), 1),
    () => sub(1, exp(neg(exp(x)))),
    () => log(add(1, mul(x, 0.002))),
    () => log(sigmoid(add(mul(x, 2), s))),
  ])
    expect(last(f)).toContain('Set stabilise("on"): ');
  expect(last(() => sub(exp(x), 1))).toContain("Write expm1(scores[3])");
  expect(add(x, 1).line).toBeNull();
  warn.mockRestore();
});
