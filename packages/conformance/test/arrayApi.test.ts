/**
 * The special cases that the array API standard states for elementwise functions (../shared/cases/array-api-special-cases beside the project), where
 * those are at hand: every one of every op of ours, in float32 and float64. Functions that are not there yet are listed.
 */
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";

const file = new URL("../../../../shared/cases/array-api-special-cases.json.gz", import.meta.url);
const present = existsSync(file);
if (!present) console.log(`arrayApi: ${file.pathname} is not there, so nothing was compared with it`);
beforeAll(() => k.setDefaultDevice(cpu()));

interface Case {
  readonly fn: string;
  readonly in: readonly (number | string)[];
  /** Null: see `same_as`. */
  readonly out: number | string | null;
  /** The input that the result is, or the size of one. */
  readonly same_as: keyof typeof SAME | null;
  /** "An approximation to" the value. */
  readonly approx: boolean;
}
const SAME = { x_i: (x: number) => x, x1_i: (x: number) => x, x2_i: (_: number, y: number) => y, "|x1_i|": Math.abs } as const;
type Fn = (...x: k.Tensor[]) => k.Tensor;
/** Of other names here. */
const NAMES: Readonly<Record<string, string>> = { divide: "div", multiply: "mul" };
const camel = (fn: string): string => fn.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
const all = present ? (JSON.parse(gunzipSync(readFileSync(file)).toString()) as { cases: Case[] }).cases : [];
const functionOf = (fn: string): Fn | undefined => {
  if (fn === "clip") return (x) => k.clamp(x!, { min: -1, max: 1 });
  return (k as unknown as Record<string, Fn | undefined>)[NAMES[fn] ?? camel(fn)];
};
const named = [...new Set(all.map((c) => c.fn))].sort(),
  missing = named.filter((fn) => !functionOf(fn));
if (present)
  console.log(`arrayApi: ${all.filter((c) => functionOf(c.fn)).length} of ${all.length} cases; not there yet: ${missing.join(", ") || "none"}`);

const TYPES = { float32: Float32Array, float64: Float64Array } as const;
test.skipIf(!present).each(named.filter((fn) => functionOf(fn)).flatMap((fn) => [[fn, "float32"] as const, [fn, "float64"] as const]))(
  "%s, %s",
  (fn, type) => {
    const cases = all.filter((c) => c.fn === fn),
      column = (i: number): k.Tensor => k.tensor(new TYPES[type](cases.map((c) => Number(c.in[i]))));
    const got = functionOf(fn)!(...cases[0]!.in.map((_, i) => column(i))).dataSync(),
      wrong = cases.flatMap((c, i) => {
        const given = c.in.map(Number) as [number, number],
          // "NaN with a sign bit of 1" stands there as that bit.
          [want] = TYPES[type].of(fn === "copysign" && given[0] !== given[0] ? NaN : c.same_as === null ? Number(c.out) : SAME[c.same_as](...given)),
          close = c.approx && Math.abs(got[i]! - want!) <= 2 ** -22 * Math.abs(want!);
        return Object.is(got[i], want) || close ? [] : [`${fn}(${c.in.join(", ")}) is ${got[i]}, and not ${want}`];
      });
    expect(wrong).toEqual([]);
    expect(cases.length).toBeGreaterThan(0);
  },
);
test.skipIf(!present)("a wrong zero would be found", () => expect(Object.is(k.ceil([-0.5]).item(), 0)).toBe(false));
