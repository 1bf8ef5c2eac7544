/** Narrow arithmetic: every row within its narrow bound, bodies of every sort, and nothing that rests on subnormals or on a good divider. */
import { type Ex, input, isDirect } from "@evenkeel/core";
import * as words from "@evenkeel/core/words";
import { describe, expect, test } from "vitest";
import { stratified, stratifiedPairs } from "../src/cases.js";
import { fast } from "../src/fast.js";
import { input as float32, lower } from "@evenkeel/core/narrow";
import { type Adapter, measure, narrow, narrowBackend } from "../src/narrow/index.js";
import { table } from "../src/report/table.js";
import { run } from "../src/run.js";
import { facts, references } from "../src/suite.js";
import { exactly } from "./exact.js";

const { abs, add, div, exp, expm1, log, log1p, lt, max, min, mul, neg, sqrt, sub, where } = words;
const x = input(0),
  y = input(1),
  z = input(2);
const sigmoid = (u: Ex): Ex => div(1, add(1, exp(neg(u))));
const adapters: [string, Adapter][] = [
  ["subnormals kept", {}],
  ["subnormals flushed, reciprocals 2.5 ulp high", { flush: true, seedError: 2.5 }],
];

describe.each(adapters)("%s", (_, adapter) => {
  const backend = narrowBackend(adapter);

  test.each(facts.map((f) => [f.name, f] as const))("%s holds its narrow bound, and so do its derivatives", async (_name, f) => {
    const report = await run(backend, [f], references, { count: 20_000 });
    expect(
      report.findings.map((found) => found.failed),
      table(report),
    ).toEqual(report.findings.map(() => 0));
  });

  test.each(["exp", "expm1", "log", "log1p", "sigmoid", "softplus"] as const)("%s: 0.6 ulp, subnormal results and inputs included", (name) => {
    const f = facts.find((each) => each.name === name)!;
    const m = measure(narrow(f.body, adapter), { exact: references[name].value, fast: fast[name] }, [stratified(60_000, 7, f.hard)]);
    expect(m.normal.ulps, `at ${m.normal.at}`).toBeLessThan(0.6);
    expect(m.subnormal.ulps, `at ${m.subnormal.at}`).toBeLessThan(0.6);
  });

  const affine = add(add(mul(x, 1.7), mul(y, -0.3)), add(mul(z, 1e-3), 0.1));
  const close = add(sub(x, y), 0.25);
  const unary: Record<string, Ex> = {
    silu: mul(x, sigmoid(x)),
    logsigmoid: sub(min(x, 0), log1p(exp(neg(abs(x))))),
    "x·e^−x": mul(x, exp(neg(x))),
    "1/√(1 + x²)": div(1, sqrt(add(1, mul(x, x)))),
    "√x in a wide body": sqrt(mul(x, 1e-40)),
    "σ(x)·σ(−x)": mul(sigmoid(x), sigmoid(neg(x))),
    "max and min of wide values": max(min(mul(x, 1 / 3), exp(x)), log1p(exp(neg(abs(x))))),
  };
  const several: Record<string, Ex> = {
    "exp of a sum": exp(affine),
    "log1p of exp of a sum": log1p(exp(neg(abs(affine)))),
    "log selected near 1": where(lt(abs(close), 0.5), log1p(close), log(abs(add(1, close)))),
    "logaddexp of positive operands": add(max(abs(x), abs(y)), log1p(exp(neg(abs(sub(abs(x), abs(y))))))),
    "mean of two, at the ends of the range": mul(0.5, add(x, y)),
    "(x − y)/(x + y)": div(sub(x, y), add(x, y)),
  };
  test.each(Object.entries(unary))("%s: 0.6 ulp", (_name, body) => {
    const inputs = [stratified(20_000, 3).filter(Number.isFinite)];
    const m = measure(narrow(body, adapter), { exact: exactly(body) }, inputs);
    expect(Math.max(m.normal.ulps, m.subnormal.ulps), `at ${m.normal.at} or ${m.subnormal.at}`).toBeLessThan(0.6);
  });
  test.each(Object.entries(several))("%s: 0.6 ulp", (name, body) => {
    const inputs = triples(name.startsWith("log") ? 100 : 1e30);
    const m = measure(narrow(body, adapter), { exact: exactly(body) }, inputs);
    expect(Math.max(m.normal.ulps, m.subnormal.ulps), `at ${m.normal.at} or ${m.subnormal.at}`).toBeLessThan(0.6);
  });
});

describe("direct bodies and specials", () => {
  test("division and square root are correctly rounded, whatever the divider", () => {
    const [a, b] = stratifiedPairs(60_000, 5);
    for (const seedError of [0, 2.5, -2.5]) {
      const quotient = narrow(div(x, y), { flush: true, seedError }),
        root = narrow(sqrt(x), { flush: true, seedError });
      for (let i = 0; i < a.length; i++) {
        if (!Object.is(quotient(a[i]!, b[i]!), Math.fround(a[i]! / b[i]!)))
          expect([a[i], b[i], quotient(a[i]!, b[i]!)]).toEqual([a[i], b[i], Math.fround(a[i]! / b[i]!)]);
        if (!Object.is(root(a[i]!), Math.fround(Math.sqrt(a[i]!)))) expect([a[i], root(a[i]!)]).toEqual([a[i], Math.fround(Math.sqrt(a[i]!))]);
      }
    }
  });
  test("infinities go through wide words as through float64", () => {
    const cases: [Ex, number[], number][] = [
      [sigmoid(x), [-Infinity], 0],
      [sigmoid(x), [Infinity], 1],
      [add(max(x, y), log1p(exp(neg(abs(sub(x, y)))))), [-Infinity, 3], 3],
      [mul(x, exp(neg(x))), [Infinity], NaN],
      [add(sub(mul(x, x), mul(y, y)), 1), [Infinity, Infinity], NaN],
      [div(mul(x, x), mul(x, y)), [0, 0], NaN],
      [div(1, sqrt(x)), [-0], -Infinity],
      [div(1, sqrt(x)), [-1], NaN],
      [where(words.eq(mul(x, 0.1), mul(y, 0.1)), 1, 2), [Infinity, Infinity], 1],
      [max(mul(x, 0.1), -Infinity), [-3e38], Math.fround(-3e38 * 0.1)],
      [where(lt(x, 0), NaN, log1p(x)), [-2], NaN],
      [where(lt(exp(x), 1), -Infinity, exp(x)), [-1], -Infinity],
      [mul(x, exp(x)), [-0], -0],
    ];
    for (const [body, at, want] of cases) for (const [, adapter] of adapters) expect(narrow(body, adapter)(...at), `${at}`).toBe(want);
  });
  test("constants keep 48 bits at any exponent", () => {
    for (const [, adapter] of adapters) {
      expect(narrow(mul(mul(x, 1e-300), 1e300), adapter)(3)).toBe(3);
      expect(Math.abs(narrow(add(sub(x, 1 / 3), 1 / 3 - 1), adapter)(1))).toBeLessThan(2 ** -47);
      expect(narrow(sub(x, 0.1), adapter)(Math.fround(0.1))).toBe(Math.fround(Math.fround(0.1) - 0.1));
    }
  });
  test("the special table answers first, and only for ±∞ and NaN", () => {
    const f = narrow(exp(x), { special: (v) => (v === Infinity ? 7 : v === 0 ? 8 : undefined) });
    expect([f(Infinity), f(-Infinity), f(0)]).toEqual([7, 0, 1]);
  });
});

describe("lowering", () => {
  const calls = (body: Ex): string[] => lower(body, [float32(0), float32(1)]).instructions.map((i) => i.call);
  test("widens where a word needs it, and no sooner", () => {
    expect(calls(add(max(x, 0), log1p(exp(neg(abs(x))))))).toEqual(["maxF", "absF", "negF", "fToD", "expD", "log1pS", "fToS", "addS", "roundS"]);
    expect(calls(exp(neg(abs(sub(x, y)))))).toEqual(["negF", "sumF", "absD", "negD", "expD", "roundS"]);
    expect(calls(expm1(sub(x, y)))).toEqual(["fToS", "fToS", "negS", "addS", "expm1S", "roundS"]);
  });
  test("runs direct bodies on single floats", () => {
    for (const body of [add(x, y), where(lt(x, y), mul(x, 2), neg(y)), max(div(x, y), 0.5)]) {
      expect(isDirect(body)).toBe(true);
      expect(calls(body).every((name) => name.endsWith("F"))).toBe(true);
    }
  });
});

describe("the adapter's freedoms are really taken", () => {
  test("flush makes zero of subnormal operands and results", () => {
    const product = (flush: boolean) => narrow(mul(x, y), { flush });
    expect([product(false)(2 ** -100, 2 ** -30), product(true)(2 ** -100, 2 ** -30)]).toEqual([2 ** -130, 0]);
    expect([product(false)(2 ** -130, 2 ** 20), product(true)(2 ** -130, 2 ** 20)]).toEqual([2 ** -110, 0]);
  });
  test("a divider that is far off breaks the bound", () => {
    const m = measure(narrow(sigmoid(x), { seedError: 2 ** 14 }), { exact: references.sigmoid.value, fast: fast["sigmoid"] }, [
      stratified(20_000, 1),
    ]);
    expect(m.normal.ulps).toBeGreaterThan(2);
  });
});

/** Inputs of three operands up to `limit` in size. */
function triples(limit: number): Float32Array[] {
  const [a, b] = stratifiedPairs(20_000, 9),
    [c] = stratifiedPairs(20_000, 10);
  const keep = [...a.keys()].filter((i) => [a, b, c!].every((v) => Math.abs(v[i]!) <= limit));
  return [a, b, c!].map((v) => Float32Array.from(keep, (i) => v[i]!));
}
