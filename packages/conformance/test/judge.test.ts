/** The judge on known distances. It must pass what is right and fail what is wrong, at every edge of the format. */
import { describe, expect, test } from "vitest";
import { type Bound, distance, type Leniency, type Question, verdict } from "../src/judge.js";
import { FORMATS, hex, hex32, scaled, ulpOf } from "../src/ulp.js";

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
    expect([1, 1.99, 2, -3, 0.75, NORMAL, NORMAL / 2, 1e-60, 0, MAX, 1e300].map((r) => ulpOf(r))).toEqual(
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
    // Where subnormals may be flushed, too; and of terms that are subnormal themselves.
    expect(ask(2 * ulpOf(7), 0, { bound: { scale: 2 }, magnitude: 7, leniency: FTZ }).pass).toBe(true);
    expect(ask(2.5 * ulpOf(7), 0, { bound: { scale: 2 }, magnitude: 7, leniency: FTZ }).pass).toBe(false);
    expect(ask(0, NORMAL / 2, { bound: { scale: 2 }, magnitude: NORMAL / 2, leniency: FTZ }).pass).toBe(true);
    expect(ask(0, NORMAL / 2, { bound: { scale: 2 }, magnitude: NORMAL / 2 }).pass).toBe(false);
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

describe("formats", () => {
  const { float64, float16, bfloat16 } = FORMATS,
    max64 = Number.MAX_VALUE,
    tiny64 = Number.MIN_VALUE;

  test("the unit of each", () => {
    const units = [1, 2 ** -1022, 2 ** -1023, tiny64, 0, max64].map((r) => ulpOf(r, float64));
    expect(units).toEqual([2 ** -52, tiny64, tiny64, tiny64, tiny64, 2 ** 971]);
    expect([1, 2 ** -14, 2 ** -20, 65504, 1e30].map((r) => ulpOf(r, float16))).toEqual([-10, -24, -24, 5, 5].map((k) => 2 ** k));
    expect([1, 2 ** -126, 1e-60, 3e38].map((r) => ulpOf(r, bfloat16))).toEqual([-7, -133, -133, 120].map((k) => 2 ** k));
  });
  test("distances in float64 see what the truth has below its leading part", () => {
    expect(distance(1 + 2 ** -52, [1, 0], float64)).toBe(1);
    expect(distance(1, [1, 2 ** -54], float64)).toBe(0.25);
    expect(distance(1, [1, 2 ** -90], float64)).toBe(2 ** -38);
    expect(distance(-tiny64, [tiny64, 0], float64)).toBe(2);
    expect(distance(max64, [-max64, 0], float64)).toBe(Infinity);
  });
  test("just below a power of two the unit is that of the numbers there", () => {
    expect(distance(1 - 2 ** -53, [1, -(2 ** -70)], float64)).toBe(1 - 2 ** -17);
    expect(distance(-1 + 2 ** -53, [-1, 2 ** -70], float64)).toBe(1 - 2 ** -17);
    expect(distance(1 - 2 ** -53, [1, 2 ** -70], float64)).toBe(0.5 + 2 ** -18);
    expect(distance(1 - 2 ** -24, [1, -(2 ** -60)])).toBe(1 - 2 ** -36);
    expect(distance(2 ** -1022 - tiny64, [2 ** -1022, 0], float64)).toBe(1);
    expect(ask(3, [4, -(2 ** -60)], { bound: { scale: 1 }, magnitude: 0, format: float64 }).ulps).toBe((1 - 2 ** -60) * 2 ** 51);
  });
  test("an overflow of float64 is counted on the line", () => {
    expect(distance(Infinity, [max64, 0], float64)).toBe(1);
    expect(distance(-Infinity, [-max64, 0], float64)).toBe(1);
    expect(distance(Infinity, [max64, 2 ** 969], float64)).toBe(0.75);
    expect(distance(Infinity, [Infinity, 0], float64)).toBe(0);
    expect(distance(max64, [Infinity, 0], float64)).toBe(NaN);
    expect(distance(Infinity, [65504, 0], float16)).toBe(1);
  });
  test("a scaled format judges what a double-double cannot hold", () => {
    const k = 200,
      far = scaled(float64, k);
    // Three eighths of the least subnormal number.
    expect(distance(0, [0.375 * 2 ** (k - 1074), 0], far)).toBe(0.375);
    expect(distance(tiny64 * 2 ** k, [0.375 * 2 ** (k - 1074), 0], far)).toBe(0.625);
    expect(distance(2 ** (k - 1000), [2 ** (k - 1000), 2 ** (k - 1055)], far)).toBe(2 ** -3);
  });
  test("bounds are of the format", () => {
    const asked = { bound: { ulp: 0.5 }, format: float64 } as const;
    expect(ask(1, [1, 2 ** -53], asked).pass).toBe(true);
    expect(ask(1, [1, 2 ** -53 + 2 ** -90], asked).pass).toBe(false);
    expect(ask(1 + 2 ** -52, 1, asked).pass).toBe(false);
    const terms = { bound: { terms: 3 }, magnitude: 100, format: float64 } as const;
    expect(ask(300 * 2 ** -53, 0, terms).pass).toBe(true);
    expect(ask(300.1 * 2 ** -53, 0, terms).pass).toBe(false);
    expect(ask(0, 2 ** -1030, { ...asked, leniency: FTZ }).pass).toBe(true);
    expect(ask(0, 2 ** -1030, asked).pass).toBe(false);
    expect(ask(0, 2 ** -1021, { ...asked, leniency: FTZ }).pass).toBe(false);
  });
  test("bits and digits of the format", () => {
    expect([1, -0, NaN, -Infinity, max64, tiny64, 0.1, 2 ** -1022].map((x) => hex(x, float64))).toEqual(
      [0x3ff0000000000000n, 1n << 63n, 0x7ff8000000000000n, 0xfff0000000000000n, 0x7fefffffffffffffn, 1n, 0x3fb999999999999an, 1n << 52n].map(
        (bits) => `0x${bits.toString(16).padStart(16, "0")}`,
      ),
    );
    expect([1, -2, 65504, 2 ** -24, 2 ** -14, Infinity, NaN].map((x) => hex(x, float16))).toEqual([
      "0x3c00",
      "0xc000",
      "0x7bff",
      "0x0001",
      "0x0400",
      "0x7c00",
      "0x7e00",
    ]);
    expect([1, -3.140625, 2 ** -133].map((x) => hex(x, bfloat16))).toEqual(["0x3f80", "0xc049", "0x0001"]);
    const { sentence } = ask(0.1, 1 / 3, { format: float64, inputs: [2 / 3] });
    expect(sentence).toContain("x = 0.6666666666666666 (0x3fe5555555555555)  got 0.1 (0x3fb999999999999a)  want 0.3333333333333333");
  });
  test("hex32 is what a Float32Array holds", () => {
    const values = new Float32Array(new Uint32Array(4096).map((_, i) => Math.imul(i, 0x9e3779b1)).buffer).filter((x) => x === x);
    for (const x of values) expect(hex32(x)).toBe(`0x${new Uint32Array(new Float32Array([x]).buffer)[0]!.toString(16).padStart(8, "0")}`);
  });
});
