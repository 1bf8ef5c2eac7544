/** The runner on a backend that computes rightly, and on one that lies: every planted error must be found. */
import { constant, type Ex, type Facts, input } from "@evenkeel/core";
import * as words from "@evenkeel/core/words";
import { expect, test, vi } from "vitest";
import { references, suite } from "../src/suite.js";
import { table } from "../src/report/table.js";
import { passed, run, runOne } from "../src/run.js";
import { type Lie, plain } from "./plain.js";

vi.setConfig({ testTimeout: 60_000 });

const x = input(0);
const ulp = (n: number) => ({ ulp: n });
const made = (change: Partial<Facts> = {}): Facts => ({
  name: "softplus",
  arity: 1,
  row: { body: (v) => v! },
  body: words.add(words.max(x, 0), words.log1p(words.exp(words.neg(words.abs(x))))),
  math: "log(1 + e^x)",
  domain: [-Infinity, Infinity],
  bound: { wide: ulp(0.501), narrow: ulp(2) },
  derivatives: [{ input: 0, body: words.div(1, words.add(1, words.exp(words.neg(x)))), bound: { wide: ulp(0.501), narrow: ulp(2) } }],
  seconds: [],
  special: [
    [-Infinity, 0],
    [Infinity, Infinity],
    [NaN, NaN],
  ],
  hard: [-103.97, -0.48497945, 88.73],
  naive: words.log(words.add(1, words.exp(x))),
  exhaustive: false,
  ...change,
});
const judge = (f: Facts, lie?: Lie) => run(plain(lie), [f], references, { count: 3000 });
const at =
  (point: number, y: number): Lie =>
  (inputs, result) =>
    inputs[0] === Math.fround(point) && Math.abs(result - y) < 1 ? y : result;

test("float64 arithmetic rounded once passes, value and derivative", async () => {
  const report = await judge(made());
  expect(report.findings.map((f) => f.part)).toEqual(["value", "x"]);
  expect(passed(report), table(report)).toBe(true);
  for (const f of report.findings) expect(f.worst).toBeGreaterThan(0.45);
  expect(report.findings[0]!.naive!.ulps).toBeGreaterThan(1e6);
});

test("a result two ulp off at one hard point is found, and named", async () => {
  const y = Math.log1p(Math.exp(-0.48497945)) * (1 + 2 ** -22),
    report = await judge(made(), at(-0.48497945, y));
  const [value] = report.findings;
  expect(passed(report)).toBe(false);
  expect(value!.failed).toBe(1);
  expect(value!.worstAt).toEqual([Math.fround(-0.48497945)]);
  expect(value!.failures[0]!.sentence).toContain("again: pnpm conform softplus:f32:plain:x=0xbef84f3a");
  expect(table(report)).toContain("softplus f32 plain");
});

const lies: [string, Lie][] = [
  ["NaN taken for 0", (v, y) => (v[0] !== v[0] ? 0 : y)],
  ["an overflow that came too soon", (v, y) => (v[0]! > 1e38 ? Infinity : y)],
  ["subnormal results flushed", (_, y) => (Math.abs(y) < 2 ** -126 ? 0 : y)],
  ["zeros that lost their sign", (_, y) => (y === 0 ? -0 : y)],
  ["one exponent wrong throughout", (v, y) => (Math.abs(v[0]!) >= 2 ** -30 && Math.abs(v[0]!) < 2 ** -29 ? y * (1 + 2 ** -22) : y)],
];
test.each(lies)("%s: found", async (_, lie) => expect(passed(await judge(made(), lie))).toBe(false));

test("a special row that the mathematics denies is found, though the kernel gives it", async () => {
  const report = await judge(made({ special: [[0, 1]] }), (v, y) => (v[0] === 0 ? 1 : y));
  expect(report.findings[0]!.failures.some((f) => f.sentence.includes("softplus f32 reference"))).toBe(true);
});

test("a naive form that holds at every hard point fails the suite", async () => {
  const report = await judge(made({ hard: [0.5], naive: made().body }));
  expect(report.findings[0]!.failed).toBe(0);
  expect(passed(report)).toBe(false);
  expect(table(report)).toContain("the naive form stays within");
});

test("a wrong derivative is found", async () => {
  const wrong: Ex = words.exp(x);
  expect(passed(await judge(made({ derivatives: [{ input: 0, body: wrong, bound: made().bound }] })))).toBe(false);
});

test("second derivatives are judged, and a wrong one is found", async () => {
  const s = words.div(1, words.add(1, words.exp(words.neg(x)))),
    second = (body: Ex) => made({ seconds: [{ inputs: [0, 0], body, bound: { wide: ulp(0.501), narrow: ulp(2) } }] });
  const right = await judge(second(words.mul(s, words.div(1, words.add(1, words.exp(x))))));
  expect(right.findings.map((f) => f.part)).toEqual(["value", "x", "xx"]);
  expect(passed(right), table(right)).toBe(true);
  expect(passed(await judge(second(words.mul(s, words.sub(1, s)))))).toBe(false);
  expect((await runOne(plain(), second(s), references.softplus, "xx", [1])).failed).toBe(1);
  await expect(judge({ ...second(s), name: "neg", derivatives: [] })).rejects.toThrow(/neg has a second derivative by xx and its reference has none/);
});

test("the second derivatives that are stated are those that rows have", () => {
  const stated = suite.facts.flatMap((f) => (references[f.name as keyof typeof references].seconds ? [f] : []));
  expect(stated.length).toBeGreaterThanOrEqual(15);
  for (const f of stated) {
    const { seconds } = references[f.name as keyof typeof references];
    const wanted = seconds!.flatMap((row, k) => row.flatMap((exact, i) => (exact ? [`${k}${i}`] : [])));
    expect([f.name, ...f.seconds.map((d) => d.inputs.join(""))]).toEqual([f.name, ...wanted]);
  }
});

test("a domain leaves out only what lies outside it", async () => {
  const half = {
    ...made({
      name: "log",
      body: words.log(x),
      domain: [0, Infinity],
      special: [
        [0, -Infinity],
        [-1, NaN],
      ],
      naive: undefined,
    }),
    derivatives: [{ input: 0, body: words.div(1, x), bound: made().bound }],
  };
  const report = await judge(half);
  expect(passed(report), table(report)).toBe(true);
  expect(report.findings[1]!.inputs).toBeLessThan(report.findings[0]!.inputs * 0.6);
  expect(report.findings[1]!.inputs).toBeGreaterThan(report.findings[0]!.inputs * 0.4);
});

test("where subnormals may be flushed, flushing passes and a wrong normal result does not", async () => {
  const flush: Lie = (_, y) => (Math.abs(y) < 2 ** -126 ? 0 : y);
  expect(passed(await run(plain(flush, "ftz"), [made()], references, { count: 3000 }))).toBe(true);
  const more: Lie = (v, y) => (Math.abs(y) < 2 ** -125 ? 0 : flush(v, y));
  expect(passed(await run(plain(more, "ftz"), [made()], references, { count: 3000 }))).toBe(false);
});

test("a bound of scale admits what cancels, and no more", async () => {
  const of = words.add(words.abs(x), words.abs(input(1))),
    scaled = { wide: { ulp: 0.75, of }, narrow: { ulp: 0.75, of } };
  const f = made({ name: "sub", arity: 2, body: words.sub(x, input(1)), derivatives: [], special: [], hard: [], naive: undefined });
  const between = (a: number): boolean => Math.abs(a) > 1e-30 && Math.abs(a) < 1e30;
  /** x − y from operands that are off by this much: far from the truth in its own ulp where they cancel. */
  const blurred =
    (relative: number): Lie =>
    ([a, b], y) =>
      between(a!) && between(b!) ? y + Math.min(Math.abs(a!), Math.abs(b!)) * relative : y;
  const holds = async (facts: Facts, relative: number) => passed(await run(plain(blurred(relative)), [facts], references, { count: 3000 }));
  expect(await holds({ ...f, bound: scaled }, 2 ** -26)).toBe(true);
  expect(await holds(f, 2 ** -26)).toBe(false);
  expect(await holds({ ...f, bound: scaled }, 2 ** -22)).toBe(false);
});

test("no reference, no run", async () => {
  await expect(judge(made({ name: "unheard" }))).rejects.toThrow(/no reference/);
});

test("one point alone, value and derivative", async () => {
  expect((await runOne(plain(), made(), references.softplus, "value", [1])).worst).toBeLessThan(0.5);
  expect((await runOne(plain(), made(), references.softplus, "x", [1])).bound).toBe(0.501);
  await expect(runOne(plain(), made(), references.softplus, "y", [1])).rejects.toThrow(/no derivative/);
});

test("a constant body is judged like any other", async () => {
  const f = made({
    name: "sign",
    body: words.where(words.lt(0, x), 1, words.where(words.lt(x, 0), -1, words.where(words.eq(x, 0), 0, NaN))),
    naive: undefined,
    special: [],
  });
  const report = await judge({ ...f, derivatives: [{ input: 0, body: constant(0), bound: { wide: ulp(0), narrow: ulp(0) } }] });
  expect(passed(report), table(report)).toBe(true);
});

test("every row of core states facts, and none twice", () => {
  const named = suite.facts.map((f) => f.name);
  expect(named.toSorted()).toEqual(Object.keys(references).toSorted());
});
