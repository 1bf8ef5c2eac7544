/** The judge on known distances. It must pass what is right and fail what is wrong, at every edge of the format. */
import { describe, expect, test } from "vitest";
import { type Bound, distance, type Leniency, type Question, verdict } from "../src/judge.js";
import { hex32, ulpOf } from "../src/ulp.js";

const MAX = 2 ** 128 - 2 ** 104,
  TINY = 2 ** -149,
  NORMAL = 2 ** -126;
const FTZ: Leniency = { subnormals: "ftz", zeros: "either" };
const ask = (got: number, truth: number | readonly [number, number], more: Partial<Question> = {}) =>
  verdict({
    address: () => "softplus:f32:cpu:x=0xc15cd4fe",
    inputs: [-13.802],
    got,
    truth: typeof truth === "number" ? [truth, 0] : truth,
    bound: { ulp: 0.5 },
    ...more,
  });

describe("the unit", () => {
  test("ulp of numbers in every part of the format", () => {
    expect([1, 1.99, 2, -3, 0.75, NORMAL, NORMAL / 2, 1e-60, 0, MAX, 1e300].map(ulpOf)).toEqual(
      [-23, -23, -22, -22, -24, -149, -149, -149, -149, 104, 104].map((k) => 2 ** k),
    );
  });
  test("known distances", () => {
    expect(distance(1 + 2 ** -23, [1, 0])).toBe(1);
    expect(distance(1, [1 + 2 ** -24, 0])).toBe(0.5);
    expect(distance(1, [1 + 2 ** -24, 2 ** -70])).toBe(0.5 + 2 ** -47);
    expect(distance(1 - 2 ** -24, [1, 0])).toBe(0.5); // the unit is the truth's, not the result's
    expect(distance(0, [TINY, 0])).toBe(1);
    expect(distance(TINY, [2 ** -150, 0])).toBe(0.5);
    expect(distance(-1, [1, 0])).toBe(2 ** 24);
  });
  test("an overflow is counted on the line", () => {
    expect(distance(Infinity, [MAX, 0])).toBe(1);
    expect(distance(Infinity, [MAX + 2 ** 103, 0])).toBe(0.5);
    expect(distance(Infinity, [1e60, 0])).toBe(0);
    expect(distance(MAX, [1e60, 0])).toBe(1);
    expect(distance(-Infinity, [1e60, 0])).toBe(2 ** 25);
  });
});

describe("verdicts", () => {
  const planted: [string, number, number | [number, number], Bound, boolean][] = [
    ["half an ulp, tie", 1, 1 + 2 ** -24, { ulp: 0.5 }, true],
    ["a hair more than half an ulp", 1, [1 + 2 ** -24, 2 ** -76], { ulp: 0.5 }, false],
    ["one ulp against 0.501", 1 + 2 ** -23, 1, { ulp: 0.501 }, false],
    ["one ulp against 2", 1 + 2 ** -23, 1, { ulp: 2 }, true],
    ["one ulp against exact", 1 + 2 ** -23, 1, { exact: true }, false],
    ["NaN for NaN", NaN, NaN, { ulp: 0.5 }, true],
    ["NaN for a number", NaN, 1, { ulp: 1e9 }, false],
    ["a number for NaN", 1, NaN, { ulp: 1e9 }, false],
    ["infinity for infinity", Infinity, Infinity, { ulp: 0.5 }, true],
    ["the wrong infinity", -Infinity, Infinity, { ulp: 1e30 }, false],
    ["the largest number for infinity", MAX, Infinity, { ulp: 1e30 }, false],
    ["infinity for a small number", Infinity, 3, { ulp: 1e6 }, false],
    ["0 for 0", 0, 0, { ulp: 0.5 }, true],
    ["−0 for 0", -0, 0, { ulp: 0.5 }, false],
    ["0 for −0", 0, -0, { exact: true }, false],
    ["0 for a tiny negative number", 0, -1e-60, { ulp: 0.5 }, false],
    ["−0 for a tiny negative number", -0, -1e-60, { ulp: 0.5 }, true],
    ["0 for a subnormal", 0, TINY * 8, { ulp: 0.5 }, false],
  ];
  test.each(planted)("%s", (_, got, truth, bound, pass) => expect(ask(got, truth, { bound }).pass).toBe(pass));

  test("where subnormals may be flushed", () => {
    const lenient = { bound: { ulp: 2 } as Bound, leniency: FTZ };
    expect(ask(0, TINY * 8, lenient).pass).toBe(true);
    expect(ask(-0, NORMAL - TINY, lenient).pass).toBe(true);
    expect(ask(0, NORMAL * 1.5, lenient).pass).toBe(false);
    expect(ask(NORMAL * 2, NORMAL / 2, lenient).pass).toBe(false);
    expect(ask(-Infinity, Math.log(1e-40), lenient).pass).toBe(false);
    expect(ask(-Infinity, Math.log(1e-40), { ...lenient, flushed: [-Infinity, 0] }).pass).toBe(true);
    expect(ask(-Infinity, Math.log(1e-40), { bound: { ulp: 2 }, flushed: [-Infinity, 0] }).pass).toBe(false);
  });
  test("sums are measured by their terms, cancellations by their scale", () => {
    const u = 2 ** -24,
      terms = { bound: { terms: 3 }, magnitude: 100 } as const;
    expect(ask(Math.fround(300 * u), 0, terms).pass).toBe(true);
    expect(ask(Math.fround(301 * u), 0, terms).pass).toBe(false);
    expect(ask(2 * ulpOf(7), 0, { bound: { scale: 2 }, magnitude: 7 }).pass).toBe(true);
    expect(ask(2.5 * ulpOf(7), 0, { bound: { scale: 2 }, magnitude: 7 }).pass).toBe(false);
    expect(() => ask(1, 1, { bound: { terms: 3 } })).toThrow(/needs a magnitude/);
  });
  test("a failure says input, result, truth, distance, bound and how to see it again", () => {
    const { sentence } = ask(9.5367e-7, 1.0137e-6);
    expect(sentence).toContain("softplus f32 cpu  x = -13.802 (0xc15cd4fe)");
    expect(sentence).toMatch(/got 9\.5367e-7 \(0x357fff.*want 0\.0000010137  [\d,.]+ ulp  bound 0\.5 ulp/);
    expect(sentence).toContain("again: pnpm conform softplus:f32:cpu:x=0xc15cd4fe");
    expect(ask(1, 1).sentence).toBe("");
    expect([hex32(-0), hex32(1), hex32(NaN)]).toEqual(["0x80000000", "0x3f800000", "0x7fc00000"]);
  });
});
