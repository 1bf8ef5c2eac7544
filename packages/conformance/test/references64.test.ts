/** exp, expm1, log, log1p, sin, cos and tan in double-double against integers of 1,400 bits, at every exponent of float64 and at the ends of their ranges. */
import { describe, expect, test } from "vitest";
import { stratified64 } from "../src/cases64.js";
import { type DD, dd } from "../src/reference/dd.js";
import { exp, expm1, log, log1p } from "../src/reference/functions.js";
import { cos, sin, tan } from "../src/reference/trigonometric.js";
import * as integers from "./fixed.js";

const { fixed, ONE } = integers;
const hard = [5e-324, -5e-324, 1 - 2 ** -53, 1 + 2 ** -52, -1 + 2 ** -53, -0.4, 0.4, 0.35, -0.35, 2 ** -120, -(2 ** -120)];
const points = [...stratified64(1, 20_261_126, hard), ...Array.from({ length: 1400 }, (_, i) => i - 745 + 1 / 3)].filter(Number.isFinite);

/** Where 2^-1074 is too coarse for the result, the reference is asked for it times 2²⁰⁰. */
const room = (x: number): number => (x < -600 ? 200 : 0);
const cases: Record<string, { of: (x: number) => DD; want: (x: bigint, n: number) => bigint; domain: (x: number) => boolean }> = {
  exp: {
    of: (x) => exp(dd(x), room(x)),
    want: (x, n) => integers.exp(x) << BigInt(n),
    domain: (x) => x > -746 && x < 709.7827128933841,
  },
  expm1: { of: (x) => expm1(dd(x)), want: (x) => integers.exp(x) - ONE, domain: (x) => x > -746 && x < 709.7827128933841 },
  log: { of: (x) => log(dd(x)), want: (x) => integers.log(x), domain: (x) => x > 0 && x !== 1 },
  log1p: { of: (x) => log1p(dd(x)), want: (x) => integers.log(ONE + x), domain: (x) => x > -1 },
  sin: { of: (x) => sin(dd(x)), want: (x) => integers.sine(x, 0), domain: () => true },
  cos: { of: (x) => cos(dd(x)), want: (x) => integers.sine(x, 1), domain: () => true },
  tan: { of: (x) => tan(dd(x)), want: (x) => (integers.sine(x, 0) << BigInt(integers.BITS)) / integers.sine(x, 1), domain: () => true },
};

describe.each(Object.entries(cases))("%s", (name, { of, want, domain }) => {
  test("to 2^-98", () => {
    let judged = 0,
      worst = -Infinity,
      at = 0;
    for (const x of points.filter((each) => domain(each) && each !== 0)) {
      const [hi, lo] = of(x);
      const off = integers.bitsOff(fixed(hi) + fixed(lo), want(fixed(x), name === "exp" ? room(x) : 0));
      if (off > worst) [worst, at] = [off, x];
      judged++;
    }
    expect(worst, `at ${at}`).toBeLessThanOrEqual(-98);
    expect(judged).toBeGreaterThan(2000);
  });
});

test("the ends of float64", () => {
  expect(exp(dd(709.782712893384))[0]).toBeLessThan(Infinity);
  expect(exp(dd(709.7827128933841))).toEqual([Infinity, 0]);
  expect(expm1(dd(709.7827128933841))).toEqual([Infinity, 0]);
  expect([log(dd(5e-324))[0], log(dd(Number.MAX_VALUE))[0]]).toEqual([-744.4400719213812, 709.782712893384]);
  expect([expm1(dd(5e-324)), log1p(dd(-5e-324))]).toEqual([
    [5e-324, 0],
    [-5e-324, 0],
  ]);
  expect([exp(dd(-745.1332191019411))[0], exp(dd(-745.1332191019412))[0]]).toEqual([5e-324, 0]);
});
