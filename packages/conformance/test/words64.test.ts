/** The CPU's words at float64 degree, held to one ulp of float64 by the double-double references. */
import { describe, expect, test } from "vitest";
import type { Bundle, Simd } from "../../cpu/src/emit/index.js";
import { exp as exp32 } from "../../cpu/src/math/exp.js";
import { compile } from "../../cpu/test/word.js";
import { stepped64 } from "../src/cases64.js";
import { hex, FORMATS } from "../src/ulp.js";
import { errorAt, inputsOf, measure } from "./wordErrors64.js";
import { BOUND, judged } from "./words64.js";

const address = (x: number): string => `at ${x} (${hex(x, FORMATS.float64)})`;

describe("within one ulp of float64, specials met", () => {
  test.each(Object.keys(judged))("%s", (name) => {
    const { ulps, at } = measure(judged[name]!, inputsOf(judged[name]!, 60_000, 20_261_126));
    expect(ulps, address(at)).toBeLessThanOrEqual(BOUND);
    expect(ulps).toBeGreaterThan(0.499); // however good they are, rounding costs a half: else nothing was looked at
  });
});

describe("the judge of words", () => {
  const exp = judged.exp!,
    log1p = judged.log1p!;

  test("a word that is good enough for float32 fails", () => {
    const rough = { ...exp, word: (d: Simd, x: Bundle) => exp32(d, x) };
    expect(measure(rough, inputsOf(exp, 3000, 1)).ulps).toBeGreaterThan(BOUND);
  });
  test("one ulp more fails, also among subnormal numbers", () => {
    for (const x of [-1, 300, -745, -720, -708.5]) {
      const [got] = compile(exp.word)(Float64Array.of(x));
      expect(errorAt(exp, x, got!)).toBeLessThanOrEqual(BOUND);
      const errors = [stepped64(got!, -1), stepped64(got!, 1)].map((off) => errorAt(exp, x, off));
      expect(Math.min(...errors)).toBeGreaterThanOrEqual(1 - BOUND / 2);
      expect(Math.max(...errors)).toBeGreaterThan(BOUND);
    }
  });
  test("a zero of the wrong sign, an invented and a missed infinity fail", () => {
    expect([errorAt(log1p, -0, 0), errorAt(log1p, -0, -0), errorAt(log1p, 0, 0)]).toEqual([Infinity, 0, 0]);
    expect([errorAt(exp, 710, Number.MAX_VALUE), errorAt(exp, 1, Infinity), errorAt(exp, NaN, 1)]).toEqual([Infinity, Infinity, Infinity]);
    expect(errorAt(exp, -746, -0)).toBe(Infinity);
    expect(errorAt(exp, -746, 0)).toBeLessThan(0.5);
    expect(errorAt(exp, -746, 5e-324)).toBeGreaterThan(0.5);
  });
});
