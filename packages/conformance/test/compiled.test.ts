/** Narrow arithmetic as a compiler that thinks of floats as of real numbers leaves it: with barriers it is what was written. */
import { type Facts, isHeavy } from "@evenkeel/core";
import { describe, expect, test } from "vitest";
import { random, stratified } from "../src/cases.js";
import { distance } from "../src/judge.js";
import { stepsOf } from "@evenkeel/core/narrow";
import { narrow } from "../src/narrow/index.js";
import { facts, references } from "../src/suite.js";
import { compiled, hasCompiler } from "./compiled.js";

/** What is not finite is a special value, which a row's table answers where arithmetic may forget it. */
const finite = (x: Float32Array): Float32Array => x.filter(Number.isFinite);
const signed = (x: number): string => (Object.is(x, -0) ? "-0" : String(x));
/** A program flushes what is below 2⁻¹²⁶ before it is rounded, and the steps what is so afterwards: there the last bit may be either. */
const flushedTo = (x: number): number => (Math.abs(Math.abs(x) - 2 ** -126) <= 2 ** -149 ? 0 * x : x);
const unary = facts.filter((f) => f.arity === 1);
/** The words by themselves, and two bodies; an op that is made of these compiles to the same steps. */
const compiledOps = unary.filter((f) => ["sigmoid", "silu"].includes(f.name) || (isHeavy(f.body) && f.body.args.every((a) => a.word === "in")));
const next = random(5);

describe.runIf(hasCompiler)("compiled", () => {
  test.each(compiledOps.map((f) => [f.name, f] as const))("%s is what its steps are, also with -ffast-math", { timeout: 60_000 }, (name, f) => {
    const x = finite(stratified(20_000, next(), f.hard)),
      [kept, flushed] = [narrow(f.body), narrow(f.body, { flush: true })],
      { value } = references[name as keyof typeof references],
      // With -ffast-math a compiler may take a root that is off by some ulps, as an adapter may: then the bound holds, and not the bits.
      rough = stepsOf(f.body).steps.some((s) => s.operation === "squareRoot");
    expect(off(compiled(f.body, [x], "kept"), (v) => kept(v))).toEqual([]);
    expect(off(compiled(f.body, [x], "flushed").map(flushedTo), (v) => flushedTo(flushed(v)))).toEqual([]);
    const fast = compiled(f.body, [x], "fast");
    if (!rough) expect(off(fast.map(flushedTo), (v) => flushedTo(flushed(v)))).toEqual([]);
    fast.forEach((y, i) => {
      if (rough && x[i]! >= f.domain[0] && x[i]! <= f.domain[1])
        expect(distance(y, value(x[i]!)), `at ${x[i]}`).toBeLessThanOrEqual(f.bound.narrow.ulp);
    });

    function off(got: Float32Array, want: (v: number) => number): number[] {
      return [...x].filter((v, i) => !Object.is(got[i], want(v)));
    }
  });
  test("what is special and finite keeps its bits with -ffast-math, zeros their signs: atan2 of zeros is ±0 or ±π", { timeout: 60_000 }, () => {
    const [atan2, wide] = ["atan2", "xlogy"].map((name) => facts.find((f) => f.name === name)!) as [Facts, Facts];
    for (const { name, body, special } of [atan2, wide]) {
      const rows = special.filter((row) => row.every((v) => Number.isFinite(v)));
      const got = compiled(body, [0, 1].map((k) => Float32Array.from(rows, (row) => row[k]!)), "fast"); // prettier-ignore
      rows.forEach((row, i) => expect(got[i], `${name} of ${row.slice(0, 2).map(signed).join(", ")}`).toBe(Math.fround(row[2]!)));
    }
    expect(atan2.special.filter((row) => row.every((v) => v === 0)).map((row) => Object.is(row[2], -0))).toContain(true);
  });
  test("without barriers it is not: the barriers are what holds", () => {
    const exp = unary.find((f) => f.name === "exp")!,
      x = finite(stratified(20_000, 3, exp.hard)),
      flushed = narrow(exp.body, { flush: true }),
      got = compiled(exp.body, [x], "fast", false);
    expect([...x].filter((v, i) => !Object.is(got[i], flushed(v))).length).toBeGreaterThan(100);
  });
});
test.skipIf(hasCompiler)("there is no C compiler here: narrow arithmetic was not compiled", () => {});
