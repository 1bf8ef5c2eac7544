/** What leaves the range of float32 on the way and comes back: numbers, products and their powers, roots and logarithms, value and gradient, over all of float32. */
import { beforeAll, expect, test } from "vitest";
import { setDefaultDevice } from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { random } from "../src/cases.js";
import type { Algebra } from "../src/catalogue/algebra.js";
import { judge } from "../src/catalogue/judge.js";
import type { Point } from "../src/catalogue/points.js";
import type { Row } from "../src/catalogue/row.js";

beforeAll(() => setDefaultDevice(cpu()));

type Expression = <T>(k: Algebra<T>, ...x: T[]) => T;
/** Of numbers of either sign; of positive ones; of rows of three. */
const ALL: Record<string, Expression> = {
  "(x·1e-30)/1e-30": (k, x) => k.div(k.mul(x!, 1e-30), 1e-30),
  "x·1e30·1e-30": (k, x) => k.mul(k.mul(x!, 1e30), 1e-30),
  "x·1e-30·1e-30·1e60": (k, x) => k.mul(k.mul(k.mul(x!, 1e-30), 1e-30), 1e60),
  "x/1e30/1e30·1e30·1e30": (k, x) => k.mul(k.mul(k.div(k.div(x!, 1e30), 1e30), 1e30), 1e30),
  "x·3e30/7e30": (k, x) => k.div(k.mul(x!, 3e30), 7e30),
  "2·(1e-30·(1e30·x))": (k, x) => k.mul(2, k.mul(1e-30, k.mul(1e30, x!))),
  "reshape(x·1e-30)/1e-30": (k, x) => k.div(k.reshape(k.mul(x!, 1e-30), [1, 1]), 1e-30),
  "(x·1e30)²·1e-60": (k, x) => k.mul(k.square(k.mul(x!, 1e30)), 1e-60),
  "(x·1e-30)²·1e60": (k, x) => k.mul(k.pow(k.mul(x!, 1e-30), 2), 1e60),
  "1e30/(x·1e30)": (k, x) => k.div(1e30, k.mul(x!, 1e30)),
  "1e-30/(x·1e-30)": (k, x) => k.div(1e-30, k.mul(x!, 1e-30)),
  "|x·1e30|·1e-30": (k, x) => k.mul(k.abs(k.mul(x!, 1e30)), 1e-30),
  "arctan(x·1e30/1e30)": (k, x) => k.atan(k.div(k.mul(x!, 1e30), 1e30)),
  "(x·1e30 − x·5e29)·1e-30": (k, x) => k.mul(k.sub(k.mul(x!, 1e30), k.mul(x!, 5e29)), 1e-30),
  "(x·1e30 + y·1e30)·1e-30": (k, x, y) => k.mul(k.add(k.mul(x!, 1e30), k.mul(y!, 1e30)), 1e-30),
  "(x·1e30 − y)/1e30": (k, x, y) => k.div(k.sub(k.mul(x!, 1e30), y!), 1e30),
  "max(x·1e30, y·1e30)·1e-30": (k, x, y) => k.mul(k.maximum(k.mul(x!, 1e30), k.mul(y!, 1e30)), 1e-30),
  "(x·1e30)·(y·1e-30)": (k, x, y) => k.mul(k.mul(x!, 1e30), k.mul(y!, 1e-30)),
  "(x·1e30)/(y·1e30)": (k, x, y) => k.div(k.mul(x!, 1e30), k.mul(y!, 1e30)),
  "(x·1e-30)/(y·1e-30)": (k, x, y) => k.div(k.mul(x!, 1e-30), k.mul(y!, 1e-30)),
  "arg(1e30·y + i·1e30·x)": (k, x, y) => k.atan2(k.mul(x!, 1e30), k.mul(y!, 1e30)),
  "hypot(x·1e30, y·1e30)·1e-30": (k, x, y) => k.mul(k.hypot(k.mul(x!, 1e30), k.mul(y!, 1e30)), 1e-30),
  "x·y·1e-30": (k, x, y) => k.mul(k.mul(x!, y!), 1e-30),
  "1e30·x·y": (k, x, y) => k.mul(k.mul(1e30, x!), y!),
  "x·y/y": (k, x, y) => k.div(k.mul(x!, y!), y!),
  "x/y·y": (k, x, y) => k.mul(k.div(x!, y!), y!),
  "x²·y": (k, x, y) => k.mul(k.square(x!), y!),
  "x²/y²": (k, x, y) => k.div(k.square(x!), k.square(y!)),
  "(x·y)/z": (k, x, y, z) => k.div(k.mul(x!, y!), z!),
  "(x·y)·z": (k, x, y, z) => k.mul(k.mul(x!, y!), z!),
  "x·(y·z)": (k, x, y, z) => k.mul(x!, k.mul(y!, z!)),
  "x/y/z": (k, x, y, z) => k.div(k.div(x!, y!), z!),
};
const POSITIVE: Record<string, Expression> = {
  "√(x·1e30)": (k, x) => k.sqrt(k.mul(x!, 1e30)),
  "√(x/1e30)·1e15": (k, x) => k.mul(k.sqrt(k.div(x!, 1e30)), 1e15),
  "1/√(x·1e30)·1e15": (k, x) => k.mul(k.rsqrt(k.mul(x!, 1e30)), 1e15),
  "(x·1e30)^½": (k, x) => k.pow(k.mul(x!, 1e30), 0.5),
  "log(x·1e30)": (k, x) => k.log(k.mul(x!, 1e30)),
  "log(x/1e30)": (k, x) => k.log(k.div(x!, 1e30)),
  "log₂(x·1e30)": (k, x) => k.log2(k.mul(x!, 1e30)),
  "log₁₀(x·1e-30)": (k, x) => k.log10(k.mul(x!, 1e-30)),
  "log(1 + x·1e30)": (k, x) => k.log1p(k.mul(x!, 1e30)),
  "log(x·1e30 + 1e10)": (k, x) => k.log(k.add(k.mul(x!, 1e30), 1e10)),
  "log −(x·−1e30)": (k, x) => k.log(k.neg(k.mul(x!, -1e30))),
  "e^log(x·1e30)·1e-30": (k, x) => k.mul(k.exp(k.log(k.mul(x!, 1e30))), 1e-30),
  "log(x·1e30 + y·1e30)": (k, x, y) => k.log(k.add(k.mul(x!, 1e30), k.mul(y!, 1e30))),
  "log(x² + y²)": (k, x, y) => k.log(k.add(k.square(x!), k.square(y!))),
  "log(x·y)": (k, x, y) => k.log(k.mul(x!, y!)),
  "log₂(x·y)": (k, x, y) => k.log2(k.mul(x!, y!)),
  "log₁₀(x/y)": (k, x, y) => k.log10(k.div(x!, y!)),
  "√(x·y)": (k, x, y) => k.sqrt(k.mul(x!, y!)),
};
const ROWS: Record<string, Expression> = {
  "Σ(x·1e30)·1e-30": (k, x) => k.mul(k.sum(k.mul(x!, 1e30)), 1e-30),
  "mean(x·1e30)·1e-30": (k, x) => k.mul(k.mean(k.mul(x!, 1e30)), 1e-30),
  "mean(x²)·1e-30": (k, x) => k.mul(k.mean(k.square(x!)), 1e-30),
  "max(x·1e30)·1e-30": (k, x) => k.mul(k.amax(k.mul(x!, 1e30)), 1e-30),
  "cumsum(x·1e30)·1e-30": (k, x) => k.mul(k.cumsum(k.mul(x!, 1e30), 0), 1e-30),
  "√Σ(x·1e30)²·1e-30": (k, x) => k.mul(k.sqrt(k.sum(k.square(k.mul(x!, 1e30)))), 1e-30),
  "cat(x·1e30, x·1e29)·1e-30": (k, x) => k.mul(k.cat([k.mul(x!, 1e30), k.mul(x!, 1e29)]), 1e-30),
};
type Case = readonly [written: string, of: Expression, signed: boolean, size: number];
const CASES: readonly Case[] = [
  ...Object.entries(ALL).map(([written, of]) => [written, of, true, 1] as const),
  ...Object.entries(POSITIVE).map(([written, of]) => [written, of, false, 1] as const),
  ...Object.entries(ROWS).map(([written, of]) => [written, of, true, 3] as const),
];

/** Magnitudes from 1e-38 to 1e38, by their logarithm; one in three from 1e-4 to 1e4. */
function* pointsOf(leaves: number, signed: boolean, size: number, count: number): Generator<Point> {
  const next = random(7),
    unit = (): number => next() / 2 ** 32;
  for (let i = 0; i < count; i++)
    yield Array.from({ length: leaves }, () =>
      Array.from({ length: size }, () => Math.fround((signed && unit() < 0.5 ? -1 : 1) * 10 ** (i % 3 ? 76 * unit() - 38 : 8 * unit() - 4))),
    );
}
function wrongIn([written, of, signed, size]: Case, mode: "on" | "off"): string[] {
  const leaves = of.length - 1,
    row: Row = {
      id: "",
      written,
      of,
      leaves: Array.from({ length: leaves }, () => ({ shape: size > 1 ? [size] : [], from: -Infinity, to: Infinity })),
      fails: [],
    };
  return [...pointsOf(leaves, signed, size, 60)].flatMap((point) => {
    // Beyond float32 any infinity will do: 0 and less than 0 differ by a rounding.
    const { verdict, worst } = judge(row, point, mode, (x) => x, true);
    return verdict === "wrong" || verdict === "unknown" ? [`${JSON.stringify(point)}: ${verdict} ${JSON.stringify(worst)}`] : [];
  });
}
test.each(CASES)("%s", (...each) => {
  expect(wrongIn(each, "on")).toEqual([]);
});
test("as written nearly all of them fail, so the table can", () => {
  expect(CASES.filter((each) => !wrongIn(each, "off").length).map(([written]) => written)).toEqual([]);
});
