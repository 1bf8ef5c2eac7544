/** Narrow arithmetic as a compiler that thinks of floats as of real numbers leaves it: with barriers it is what was written. */
import { describe, expect, test } from "vitest";
import { random, stratified } from "../src/cases.js";
import { narrow } from "../src/narrow/index.js";
import { facts } from "../src/suite.js";
import { compiled, hasCompiler } from "./compiled.js";

/** What is not finite is a special value, which a row's table answers where arithmetic may forget it. */
const finite = (x: Float32Array): Float32Array => x.filter(Number.isFinite);
const unary = facts.filter((f) => f.arity === 1);
const next = random(5);

describe.runIf(hasCompiler)("compiled", () => {
  test.each(unary.map((f) => [f.name, f] as const))(
    "%s is what it is in JavaScript, bit for bit, also with -ffast-math",
    { timeout: 60_000 },
    (_name, f) => {
      const x = finite(stratified(20_000, next(), f.hard)),
        [kept, flushed] = [narrow(f.body), narrow(f.body, { flush: true })];
      for (const [way, want] of [
        ["kept", kept],
        ["flushed", flushed],
        ["fast", flushed],
      ] as const) {
        const got = compiled(f.body, [x], way);
        expect(
          [...x].filter((v, i) => !Object.is(got[i], want(v))),
          way,
        ).toEqual([]);
      }
    },
  );
  test("without barriers it is not: the barriers are what holds", () => {
    const exp = unary.find((f) => f.name === "exp")!,
      x = finite(stratified(20_000, 3, exp.hard)),
      flushed = narrow(exp.body, { flush: true }),
      got = compiled(exp.body, [x], "fast", false);
    expect([...x].filter((v, i) => !Object.is(got[i], flushed(v))).length).toBeGreaterThan(100);
  });
});
test.skipIf(hasCompiler)("there is no C compiler here: narrow arithmetic was not compiled", () => {});
