/**
 * Means of windows, quantiles, covariances, distances in float64, attention and embedding as users call them: value and gradient against double-doubles, within the
 * bounds that their files state. u is 2⁻²⁴, or 2⁻⁵³. What is counted beside a bound is counted here.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { grad } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { random } from "../src/cases.js";
import { type Bound, type Question, shareOf, verdict } from "../src/judge.js";
import { attention } from "../src/reference/attention.js";
import { add, type DD, dd, div, mul, sqrt, sub, twoProd } from "../src/reference/dd.js";
import { distance } from "../src/reference/distance.js";
import { indices } from "../src/reference/lines.js";
import { quantile, type Way } from "../src/reference/quantile.js";
import { softmax } from "../src/reference/softmax.js";
import { sum } from "../src/reference/sum.js";
import { FORMATS } from "../src/ulp.js";
import { seen } from "./seen.js";

type T = k.Tensor;
type Wide = "float32" | "float64";
interface Result {
  readonly value: DD;
  readonly magnitude: number;
}
beforeAll(() => k.setDefaultDevice(cpu()));
const next = random(23);
const note = seen("stated.test");
const count = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
const data = (shape: readonly number[], from = 0): number[] => Array.from({ length: count(shape) }, () => Math.fround(from + next() / 2 ** 31 - 1));
const made = (values: readonly number[], shape: readonly number[], dtype: Wide): T =>
  k.tensor(dtype === "float64" ? Float64Array.from(values) : Float32Array.from(values), { shape });
const rowsOf = (x: readonly number[], n: number): number[][] => Array.from({ length: x.length / n }, (_, i) => x.slice(i * n, i * n + n));
const pulled = (f: (x: T) => T, x: T, g: T): T => grad((x: T) => k.sum(k.mul(f(x), g)))(x);
const size = (x: DD): number => Math.abs(x[0]);

function held(what: string, got: T, want: readonly Result[], bound: Bound, dtype: Wide): void {
  const values = got.dataSync();
  expect(values.length, what).toBe(want.length);
  want.forEach(({ value, magnitude }, i) => {
    const question: Question = {
      address: () => `${what}:${dtype}:${i}`,
      inputs: [],
      got: Number(values[i]) + 0,
      format: FORMATS[dtype],
      truth: value[0] === 0 ? dd(0) : value,
      bound,
      magnitude,
    };
    const v = verdict(question);
    if (v.pass) note(what, shareOf(question), `${what}, ${dtype}, ${expect.getState().currentTestName?.split(" > ").at(-1)?.split(":")[0]}`);
    expect(v.pass, v.sentence).toBe(true);
  });
}
/** Roundings of a sum of n products. */
const blocks = (n: number): number => Math.min(n, 256) + Math.ceil(n / 256);

describe.each(["float32", "float64"] as const)("%s", (dtype) => {
  const isWide = dtype === "float64",
    wide = 2 ** -17; // 2⁻⁴¹ in u of float32

  interface Pool {
    readonly size: readonly number[];
    readonly kernel: number[];
    readonly stride: number[];
    readonly padding: number[];
    readonly counted?: false;
    readonly divisor?: number;
  }
  const POOLS: Record<string, Pool> = {
    "of a line": { size: [23], kernel: [7], stride: [3], padding: [2] },
    "of a plane": { size: [9, 8], kernel: [3, 2], stride: [2, 1], padding: [1, 0], counted: false },
    "over a divisor": { size: [9, 8], kernel: [3, 3], stride: [1, 1], padding: [0, 0], divisor: 7 },
    "of a volume": { size: [5, 4, 6], kernel: [2, 3, 2], stride: [2, 1, 3], padding: [0, 1, 1] },
  };
  test.each(Object.entries(POOLS))("avgPool %s", (_, { size: from, kernel, stride, padding, counted = true, divisor }) => {
    const to = from.map((n, d) => Math.floor((n + 2 * padding[d]! - kernel[d]!) / stride[d]!) + 1),
      [xs, gs] = [data(from, 0.75), data(to)],
      flat = (at: readonly number[]): number => at.reduce((f, i, d) => f * from[d]! + i, 0);
    const windows = indices(to).map((at) => {
      const there = indices(kernel).map((i) => i.map((v, d) => at[d]! * stride[d]! + v - padding[d]!)).filter((p) => p.every((v, d) => v >= 0 && v < from[d]!)); // prettier-ignore
      return { places: there.map(flat), by: divisor ?? (counted ? count(kernel) : there.length) };
    });
    const run = (x: T): T =>
      ({ 1: k.avgPool1d, 2: k.avgPool2d, 3: k.avgPool3d })[from.length as 1 | 2 | 3](x, kernel, { stride, padding, countIncludePad: counted, ...(divisor && { divisorOverride: divisor }) }); // prettier-ignore
    const [x, g] = [made(xs, [1, 1, ...from], dtype), made(gs, [1, 1, ...to], dtype)],
      mean = windows.map(({ places, by }) => {
        const total = sum(places.map((p) => dd(xs[p]!)));
        return { value: div(total.value, dd(by)), magnitude: total.magnitude / by };
      });
    held("avgPool", run(x), mean, { terms: isWide ? count(kernel) : wide }, dtype);
    const back = xs.map((_, p) => sum(windows.flatMap(({ places, by }, w) => (places.includes(p) ? [div(dd(gs[w]!), dd(by))] : []))));
    // Each share is rounded once, of float64 by its divisors too.
    held("avgPool ∂x", pulled(run, x, g), back, { terms: isWide ? count(kernel) + 2 : 1 + wide }, dtype);
  });

  const WAYS: readonly Way[] = ["linear", "midpoint", "lower", "higher", "nearest"];
  test.each(WAYS)("quantile, %s: of rows, by several shares", (interpolation) => {
    const n = 11,
      shares = [0, 0.1, 0.37, 0.5, 0.85, 1],
      xs = data([4, n]),
      gs = data([shares.length, 4]),
      rows = rowsOf(xs, n),
      run = (x: T): T => k.quantile(x, shares, 1, { interpolation });
    const parts = shares.map((q) => {
      const rank = q * (n - 1),
        t = { linear: rank - Math.floor(rank), midpoint: 0.5, lower: 0, higher: 0, nearest: 0 }[interpolation],
        below = quantileRank(rank, interpolation);
      return { q, t, below, above: t ? Math.ceil(rank) : below };
    });
    const order = rows.map((row) => row.map((_, i) => i).sort((a, b) => row[a]! - row[b]!)),
      values = parts.flatMap(({ q, t, below, above }) =>
        rows.map((row, r) => ({
          value: quantile(row, q, interpolation),
          magnitude: t * Math.abs(row[order[r]![above]!]! - row[order[r]![below]!]!),
        })),
      );
    held("quantile", run(made(xs, [4, n], dtype)), values, interpolation === "linear" || interpolation === "midpoint" ? { terms: isWide ? 2 : 1 + 2 ** -20 } : { exact: true }, dtype); // prettier-ignore
    const back = rows.flatMap((row, r) =>
      row.map((_, i) =>
        sum(
          parts.flatMap(({ t, below, above }, s) => {
            const g = gs[s * 4 + r]!;
            return [...(order[r]![below] === i ? [mul(dd(g), sub(dd(1), dd(t)))] : []), ...(order[r]![above] === i && t ? [mul(dd(g), dd(t))] : [])];
          }),
        ),
      ),
    );
    // The weight is rounded, and the product; both neighbours are summed up, and then added.
    held("quantile ∂x", pulled(run, made(xs, [4, n], dtype), made(gs, [shares.length, 4], dtype)), back, { terms: 4 }, dtype);
  });

  test.each([
    [3, 40, 0],
    [5, 300, 3],
  ])("cov of %d variables, %d times, about %d", (v, n, about) => {
    const xs = data([v, n], about),
      gs = data([v, v]),
      rows = rowsOf(xs, n),
      centred = rows.map((row) => {
        const mean = div(sum(row.map(dd)).value, dd(n));
        return row.map((x) => sub(dd(x), mean));
      });
    const products = indices([v, v]).map(([i, j]) => {
      const total = sum(centred[i!]!.map((c, at) => mul(c, centred[j!]![at]!)));
      return { value: div(total.value, dd(n - 1)), magnitude: total.magnitude / (n - 1) };
    });
    // Distances are rounded, both; products are divided.
    held("cov", k.cov(made(xs, [v, n], dtype)), products, { terms: blocks(n) + 3 }, dtype);
    const slopes = centred.map((_, i) =>
      centred[0]!.map((_c, at) => {
        const total = sum(centred.map((row, j) => mul(add(dd(gs[i * v + j]!), dd(gs[j * v + i]!)), row[at]!)));
        return { value: div(total.value, dd(n - 1)), magnitude: centred.reduce((m, row, j) => m + (Math.abs(gs[i * v + j]!) + Math.abs(gs[j * v + i]!)) * size(row[at]!), 0) / (n - 1) }; // prettier-ignore
      }),
    );
    const back = slopes.flatMap((row) => {
      const mean = div(sum(row.map((s) => s.value)).value, dd(n)),
        most = row.reduce((m, s) => m + s.magnitude, 0) / n;
      return row.map((s) => ({ value: sub(s.value, mean), magnitude: s.magnitude + most }));
    });
    // Of both factors: a distance, a weight over n − 1, a product and a sum of v; their sum; and its distance from the mean.
    held(
      "cov ∂x",
      pulled((x) => k.cov(x), made(xs, [v, n], dtype), made(gs, [v, v], dtype)),
      back,
      { terms: 3 + blocks(v) + 2 },
      dtype,
    );
  });

  test.each([1, 1e-30, 1e30])("corrcoef of rows of size %d", (scale) => {
    const [v, n] = [4, 60],
      xs = data([v, n]).map((x) => Math.fround(x * scale)),
      unit = rowsOf(xs, n).map((row) => {
        const mean = div(sum(row.map(dd)).value, dd(n)),
          centred = row.map((x) => mul(sub(dd(x), mean), dd(1 / scale))),
          length = sqrt(sum(centred.map((c) => mul(c, c))).value);
        return centred.map((c) => div(c, length));
      });
    const products = indices([v, v]).map(([i, j]) => {
      const total = sum(unit[i!]!.map((c, at) => mul(c, unit[j!]![at]!)));
      return i === j ? { value: dd(1), magnitude: 1 } : total;
    });
    held("corrcoef", k.corrcoef(made(xs, [v, n], dtype)), products, { terms: isWide ? blocks(n) + 8 : 2.1 }, dtype);
    expect(k.corrcoef(made(xs.slice(0, n), [n], dtype)).item()).toBe(1);
  });

  test.each([0, 0.5, 1, 1.5, 2, 3, Infinity])("cdist of order %d", (p) => {
    const [as, bs] = [data([6, 5]), data([7, 5])],
      far = rowsOf(as, 5).flatMap((a) => rowsOf(bs, 5).map((b) => distance(a, b, p)));
    const named = [0, 1, 2, Infinity].includes(p),
      got = k.cdist(made(as, [6, 5], dtype), made(bs, [7, 5], dtype), p);
    // Of other orders in float64: differences and shares of 1 each, two powers of 2, of which one is a root, a sum and a product.
    held("cdist", got, far.map((value) => ({ value, magnitude: size(value) })), isWide ? { terms: named ? 3 : 4.5 + 3 / p } : { ulp: named ? 0.501 : 1 }, dtype); // prettier-ignore
  });

  const [L, S, E, D] = [6, 7, 5, 4];
  test.each([
    ["plain", {}, () => true],
    ["causal", { isCausal: true }, (i: number, j: number) => j <= i],
  ] as const)("scaledDotProductAttention, %s: value and gradients", (_, options, sees) => {
    const [qs, ks, vs, gs] = [data([L, E]), data([S, E]), data([S, D]), data([L, D])],
      [q, key, v, g] = [rowsOf(qs, E), rowsOf(ks, E), rowsOf(vs, D), rowsOf(gs, D)],
      scale = isWide ? 1 / Math.sqrt(E) : Math.fround(1 / Math.sqrt(E));
    const dot = (a: readonly number[], b: readonly number[]): DD => sum(a.map((x, i) => twoProd(x, b[i]!))).value,
      sized = (a: readonly number[], b: readonly number[]): number => a.reduce((m, x, i) => m + Math.abs(x * b[i]!), 0);
    const rows = q.map((query, i) => {
      const scores = key.map((one, j) => (sees(i, j) ? mul(dot(query, one), dd(scale)) : dd(-Infinity))),
        p = softmax(scores),
        // A score is off by E + 2 roundings, a probability by that of its own and of the mean score, and 1; what it is multiplied by is a sum of D.
        far = key.map((one) => (blocks(E) + 2) * sized(query, one) * scale),
        mean = far.reduce((m, s, j) => m + s * size(p[j]!), 0),
        off = far.map((s) => s + mean + 1),
        slopes = v.map((value) => dot(g[i]!, value)),
        sizes = v.map((value) => sized(g[i]!, value)),
        average = sum(p.map((each, j) => mul(each, slopes[j]!))).value,
        most = sizes.reduce((m, s, j) => m + s * size(p[j]!) * (off[j]! + blocks(D) + blocks(S)), 0);
      const back = p.map((each, j) => ({
        value: mul(mul(each, sub(slopes[j]!, average)), dd(scale)),
        magnitude: size(each) * scale * (sizes[j]! * (off[j]! + blocks(D) + 4) + most + (off[j]! + 4) * Math.abs(average[0])),
      }));
      return { p, off, back };
    });
    const run = (a: T, b: T, c: T): T => k.scaledDotProductAttention(a, b, c, options),
      xs = [made(qs, [L, E], dtype), made(ks, [S, E], dtype), made(vs, [S, D], dtype)] as const,
      weights = made(gs, [L, D], dtype);
    const want = attention({ q, k: key, v, scale, mask: (i, j) => (sees(i, j) ? 0 : -Infinity) });
    const name = "scaledDotProductAttention";
    held(name, run(...xs), want.flatMap((row, i) => row.map((value, d) => ({ value, magnitude: rows[i]!.p.reduce((m, p, j) => m + size(p) * Math.abs(v[j]![d]!) * (rows[i]!.off[j]! + blocks(S)), 0) }))), { terms: 1 }, dtype); // prettier-ignore
    const of = (terms: readonly DD[], magnitude: number): Result => ({ value: sum(terms).value, magnitude });
    const byQ = q.flatMap((_q, i) => Array.from({ length: E }, (_e, d) => of(rows[i]!.back.map((s, j) => mul(s.value, dd(key[j]![d]!))), rows[i]!.back.reduce((m, s, j) => m + (s.magnitude + blocks(S) * size(s.value)) * Math.abs(key[j]![d]!), 0)))); // prettier-ignore
    const byK = key.flatMap((_k, j) => Array.from({ length: E }, (_e, d) => of(rows.map(({ back }, i) => mul(back[j]!.value, dd(q[i]![d]!))), rows.reduce((m, { back }, i) => m + (back[j]!.magnitude + (blocks(L) + 2) * size(back[j]!.value)) * Math.abs(q[i]![d]!), 0)))); // prettier-ignore
    const byV = v.flatMap((_v, j) => Array.from({ length: D }, (_d, d) => of(rows.map(({ p }, i) => mul(p[j]!, dd(g[i]![d]!))), rows.reduce((m, { p, off }, i) => m + size(p[j]!) * Math.abs(g[i]![d]!) * (off[j]! + blocks(L)), 0)))); // prettier-ignore
    held(
      `${name} ∂q`,
      pulled((x) => run(x, xs[1], xs[2]), xs[0], weights),
      byQ,
      { terms: 1 },
      dtype,
    );
    held(
      `${name} ∂k`,
      pulled((x) => run(xs[0], x, xs[2]), xs[1], weights),
      byK,
      { terms: 1 },
      dtype,
    );
    held(
      `${name} ∂v`,
      pulled((x) => run(xs[0], xs[1], x), xs[2], weights),
      byV,
      { terms: 1 },
      dtype,
    );
  });

  test("embedding: rows as they are, and sums of what arrives for each", () => {
    const ids = [3, 0, 3, 5, 3, 0, 1],
      [xs, gs] = [data([6, 4]), data([ids.length, 4])],
      [rows, back] = [rowsOf(xs, 4), rowsOf(gs, 4)],
      run = (x: T): T => k.embedding(x, Int32Array.from(ids), { paddingIdx: 1 });
    held("embedding", run(made(xs, [6, 4], dtype)), ids.flatMap((id) => rows[id]!.map((x) => ({ value: dd(x), magnitude: 0 }))), { exact: true }, dtype); // prettier-ignore
    const sums = rows.flatMap((row, id) => row.map((_, d) => sum(ids.flatMap((one, i) => (one === id && id !== 1 ? [dd(back[i]![d]!)] : [])))));
    held("embedding ∂table", pulled(run, made(xs, [6, 4], dtype), made(gs, [ids.length, 4], dtype)), sums, { terms: isWide ? 2 : wide }, dtype);
  });

  test("an error of a few units more is seen", () => {
    const off = k.mul(made([1], [], dtype), 1 + 2 ** (isWide ? -50 : -21));
    expect(() => held("avgPool", off, [{ value: dd(1), magnitude: 1 }], { terms: 4 }, dtype)).toThrow(/avgPool/);
  });
});
/** Which element a rank picks, below. */
function quantileRank(rank: number, way: Way): number {
  const half = rank - Math.floor(rank) === 0.5;
  if (way === "nearest") return half ? 2 * Math.round(rank / 2) : Math.round(rank);
  return way === "higher" ? Math.ceil(rank) : Math.floor(rank);
}
