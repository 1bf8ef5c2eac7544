/**
 * Convolutions of three dimensions, interpolation, responses and norms of windows as users call them, value and gradient, against references of their own in double-double.
 * What one dimension does is judged by kind (`kinds.test.ts`); here it is several, with padding, and what is made of them. u is 2⁻²⁴, or 2⁻⁵³.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { grad } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { random } from "../src/cases.js";
import { type Bound, type Question, shareOf, verdict } from "../src/judge.js";
import { conv, convTranspose } from "../src/reference/conv.js";
import { type DD, dd, div, twoSum } from "../src/reference/dd.js";
import { interpolate } from "../src/reference/interpolate.js";
import { along, alongTransposed, convByWeight, indices, type Weights } from "../src/reference/lines.js";
import { localResponseNorm, localResponseSlopes, type Response } from "../src/reference/localResponseNorm.js";
import { norm, normSlopes } from "../src/reference/norm.js";
import { type Sum, sum } from "../src/reference/sum.js";
import { FORMATS } from "../src/ulp.js";
import { seen } from "./seen.js";

type T = k.Tensor;
type Wide = "float32" | "float64";
beforeAll(() => k.setDefaultDevice(cpu()));
const next = random(17);
const note = seen("windows.test");
const count = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
const data = (shape: readonly number[], scale = 1): number[] =>
  Array.from({ length: count(shape) }, () => Math.fround((next() / 2 ** 31 - 1) * scale));
const made = (values: readonly number[], shape: readonly number[], dtype: Wide): T =>
  k.tensor(dtype === "float64" ? Float64Array.from(values) : Float32Array.from(values), { shape });

const held = (what: string, got: T, want: readonly (Sum | DD)[], bound: Bound, dtype: Wide): void => {
  const values = got.dataSync();
  expect(values.length, what).toBe(want.length);
  want.forEach((w, i) => {
    const { value, magnitude } = "value" in w ? w : { value: w, magnitude: undefined };
    const question: Question = {
      address: () => `${what}:${dtype}:${i}`,
      inputs: [],
      got: Number(values[i]),
      format: FORMATS[dtype],
      truth: value,
      bound,
      leniency: { subnormals: "ieee", zeros: "either" },
      ...(magnitude !== undefined && { magnitude }),
    };
    const v = verdict(question);
    if (v.pass) note(what, shareOf(question), `${what}, ${dtype}, ${expect.getState().currentTestName?.split(" > ").at(-1)?.split(":")[0]}`);
    expect(v.pass, v.sentence).toBe(true);
  });
};
const pulled = (f: (x: T) => T, x: T, g: T): T => grad((x: T) => k.sum(k.mul(f(x), g)))(x);
/** Roundings of a sum of n products: in blocks of 256, or of 240. */
const blocks = (n: number, dtype: Wide): Bound => ({ terms: Math.min(n, 256) + Math.ceil(n / (dtype === "float32" ? 256 : 240)) });

describe.each(["float32", "float64"] as const)("%s", (dtype) => {
  test.each([
    ["3×3×3", { size: [4, 5, 3], taps: [3, 3, 3], stride: [1, 1, 1], dilation: [1, 1, 1], padding: [1, 1, 1], inputs: 2, outputs: 3 }],
    ["strides and holes", { size: [6, 5, 9], taps: [2, 1, 3], stride: [2, 3, 1], dilation: [2, 1, 3], padding: [0, 2, 1], inputs: 3, outputs: 2 }],
    ["more than 256 terms", { size: [5, 5, 4], taps: [4, 4, 3], stride: [1, 1, 2], dilation: [1, 1, 1], padding: [1, 0, 0], inputs: 7, outputs: 2 }],
  ] as const)("conv3d, %s: value, and gradients by x and by the weight", (_, c) => {
    const { size, taps, stride, dilation, padding, inputs, outputs } = c,
      batch = 2,
      positions = size.map((n, d) => Math.floor((n + 2 * padding[d]! - dilation[d]! * (taps[d]! - 1) - 1) / stride[d]!) + 1);
    const [xs, ws, gs] = [data([batch, inputs, ...size]), data([outputs, inputs, ...taps]), data([batch, outputs, ...positions])];
    const reader =
      (values: readonly number[], shape: readonly number[]) =>
      (...index: readonly number[]): number =>
        index.some((i, d) => i < 0 || i >= shape[d]!) ? 0 : values[index.reduce((at, i, d) => at * shape[d]! + i, 0)]!;
    const [X, W, G] = [reader(xs, [batch, inputs, ...size]), reader(ws, [outputs, inputs, ...taps]), reader(gs, [batch, outputs, ...positions])],
      padded = (n: number, i: number, ...at: number[]): number => X(n, i, ...at.map((a, d) => a - padding[d]!)),
      w = { batch, groups: 1, inputs, outputs, positions, taps, stride, dilation };
    const run = (x: T, weight: T): T => k.conv3d(x, weight, null, { stride, dilation, padding } as never);
    const [x, weight, g] = [
      made(xs, [batch, inputs, ...size], dtype),
      made(ws, [outputs, inputs, ...taps], dtype),
      made(gs, [batch, outputs, ...positions], dtype),
    ];
    const terms = inputs * count(taps);
    held("conv3d", run(x, weight), conv((n, _g, i, ...at) => padded(n!, i!, ...at), (_g, o, i, ...t) => W(o!, i!, ...t), w), blocks(terms, dtype), dtype); // prettier-ignore
    const extent = size.map((n, d) => n + 2 * padding[d]!),
      byX = convTranspose((n, _g, o, ...p) => G(n!, o!, ...p), (_g, o, i, ...t) => W(o!, i!, ...t), w, extent), // prettier-ignore
      inside = indices([batch, inputs, ...extent]).flatMap(([, , ...at], i) => (at.every((a, d) => a >= padding[d]! && a < padding[d]! + size[d]!) ? [byX[i]!] : [])); // prettier-ignore
    held(
      "conv3d ∂x",
      pulled((v) => run(v, weight), x, g),
      inside,
      blocks(outputs * count(taps), dtype),
      dtype,
    );
    held("conv3d ∂w", pulled((v) => run(x, v), weight, g), convByWeight((n, i, ...at) => padded(n!, i!, ...at), G, w), blocks(batch * count(positions), dtype), dtype); // prettier-ignore
  });

  interface Points {
    readonly mode: k.InterpolateMode;
    readonly from: readonly number[];
    readonly to: readonly number[];
    readonly alignCorners?: true;
    readonly scaleFactor?: readonly number[];
  }
  const POINTS: Record<string, Points> = {
    "more points on a line": { mode: "linear", from: [5], to: [12] },
    "fewer points on a line": { mode: "linear", from: [13], to: [4] },
    "corners of a plane": { mode: "bilinear", from: [4, 5], to: [7, 3], alignCorners: true },
    "a plane": { mode: "bilinear", from: [3, 4], to: [8, 6] },
    "a volume": { mode: "trilinear", from: [2, 3, 4], to: [5, 2, 7] },
    cubic: { mode: "bicubic", from: [5, 4], to: [9, 3] },
    "cubic, of corners": { mode: "bicubic", from: [4, 6], to: [7, 11], alignCorners: true },
    "a line by a factor": { mode: "linear", from: [9], to: [15], scaleFactor: [1.7] },
    "cubic by factors": { mode: "bicubic", from: [7, 8], to: [21, 2], scaleFactor: [3, 0.3] },
  };
  /** Where a point lies among n elements: a fraction, ((2i + 1)·n − m) / 2m. */
  const placeOf = ({ alignCorners, scaleFactor }: Points, i: number, n: number, m: number, d: number): DD => {
    if (alignCorners) return div(dd(i * (n - 1)), dd(m - 1));
    const s = scaleFactor?.[d];
    return s === undefined ? div(dd((2 * i + 1) * n - m), dd(2 * m)) : div(twoSum(2 * i + 1, -s), dd(2 * s));
  };
  test.each(["linear", "bilinear", "bicubic"] as const)("interpolate on its own grid, %s: what lies beside an element is not in it", (mode) => {
    const row = [1, NaN, 3, Infinity],
      x = mode === "linear" ? k.tensor([[row]]) : k.tensor([[[row, row]]]);
    for (const alignCorners of [true, false])
      expect([...k.interpolate(x, { size: x.shape.slice(2), mode, alignCorners }).dataSync()]).toEqual(mode === "linear" ? row : [...row, ...row]);
  });
  test.each(Object.entries(POINTS))("interpolate, %s: value and gradient", (_, points) => {
    const { mode, from, to, alignCorners, scaleFactor } = points,
      isCubic = mode === "bicubic";
    const weights = from.map((n, d): Weights =>
      Array.from({ length: to[d]! }, (_p, i) => {
        const source = placeOf(points, i, n, to[d]!, d);
        return Array.from({ length: n }, (_q, q) => interpolate(Array.from({ length: n }, (_v, at) => +(at === q)), source, isCubic ? "cubic" : "linear").value); // prettier-ignore
      }),
    );
    const xs = data(from),
      gs = data(to),
      run = (x: T): T => k.interpolate(x, { mode, ...(scaleFactor ? { scaleFactor } : { size: to }), ...(alignCorners && { alignCorners }) }),
      [x, g] = [made(xs, [1, 1, ...from], dtype), made(gs, [1, 1, ...to], dtype)];
    // A factor is divided in float64: places are off by at most 2·n·2⁻⁵³, and weights, whose slopes add up to at most 3, by 6·n·2⁻⁵³.
    const placed = (sums: readonly Sum[], values: readonly number[]): Sum[] => {
      const most = Math.max(...values.map(Math.abs)),
        moved = scaleFactor ? 6 * from.reduce((a, n) => a + n, 0) * most * (dtype === "float64" ? 1 : 2 ** -29) : 0;
      return sums.map(({ value, magnitude }) => ({ value, magnitude: magnitude + moved }));
    };
    // Of float32 one rounding a dimension, of which the last is the result's; each term of a gradient besides, and the sum of all taps.
    // Of float64 a weight (of two factors, or of eight), its product and the sum; a gradient sums up all points that see an element.
    const taps = isCubic ? 4 : 2,
      weight = isCubic ? 8 : 1,
      seeing = weights.map((rows, d) => Math.max(...Array.from({ length: from[d]! }, (_q, q) => rows.filter((row) => row[q]![0] !== 0).length)));
    const dims = from.length,
      wide = dtype === "float64";
    held("interpolate", run(x), placed(along(xs, weights), xs), { terms: wide ? dims * (weight + taps) : dims - 1 + 2 ** -20 }, dtype);
    const added = wide ? seeing.reduce((a, n) => a + weight + 1 + n, 0) : dims * (taps + 1);
    held("interpolate ∂x", pulled(run, x, g), placed(alongTransposed(gs, weights), gs), { terms: added }, dtype);
  });
  test("a weight that is off by 2⁻²⁰ is seen", () => {
    const xs = data([8]);
    const off = k.mul(k.interpolate(made(xs, [1, 1, 8], dtype), { mode: "linear", size: 8 }), 1 + 2 ** -20);
    expect(() => held("off", off, xs.map((v) => sum([dd(v)])), { terms: 3 }, dtype)).toThrow(/ulp/); // prettier-ignore
  });

  const RESPONSES: readonly Response[] = [
    { size: 3, alpha: 1e-4, beta: 0.75, k: 1 },
    { size: 2, alpha: 0.5, beta: 0.75, k: 2 },
    { size: 5, alpha: 3, beta: 1.5, k: 0.25 },
    { size: 9, alpha: 1, beta: 0.5, k: 1 },
  ];
  test.each(RESPONSES)("localResponseNorm of $size channels, alpha $alpha, beta $beta: value and gradient", ({ size, ...options }) => {
    for (const scale of [1, 1e-6, 1e5, ...(dtype === "float32" ? [1e30] : [])]) {
      const [xs, gs] = [data([6], scale), data([6])],
        [x, g] = [made(xs, [1, 6, 1], dtype), made(gs, [1, 6, 1], dtype)],
        run = (t: T): T => k.localResponseNorm(t, size, options);
      // Of float64: pow within 2 ulp, its base's roundings times beta, the quotient.
      held("localResponseNorm", run(x), localResponseNorm(xs, { size, ...options }), { ulp: dtype === "float32" ? 0.501 : 4 + size * options.beta }, dtype); // prettier-ignore
      held("localResponseNorm ∂x", pulled(run, x, g), localResponseSlopes(xs, gs, { size, ...options }), { terms: dtype === "float32" ? 2 ** -16 : 8 + 2 * size * (options.beta + 1) }, dtype); // prettier-ignore
    }
  });

  test.each([
    ["lines", 2, [3], [2]],
    ["lines of odd order", 3, [4], [3]],
    ["planes", 2, [2, 3], [1, 2]],
    ["volumes", 1, [2, 1, 2], [2, 2, 1]],
    ["the greatest", Infinity, [2, 2], [2, 1]],
    ["order 8", 8, [2, 2], [2, 2]],
  ] as const)("lpPool of %s, order %d: value and gradient", (_, p, kernel, stride) => {
    const size = [7, 5, 4].slice(0, kernel.length),
      positions = size.map((n, d) => Math.floor((n - kernel[d]!) / stride[d]!) + 1),
      seen = indices(positions).map((at) => indices([...kernel]).map((i) => i.reduce((flat, v, d) => flat * size[d]! + v + at[d]! * stride[d]!, 0)));
    const pool = [k.lpPool1d, k.lpPool2d, k.lpPool3d][kernel.length - 1]!,
      run = (x: T): T => pool(x, p, [...kernel], { stride: [...stride] });
    for (const scale of dtype === "float32" ? [1, 1e30, 1e-30] : [1, 1e200]) {
      const xs = data(size).map((v) => (dtype === "float32" ? Math.fround(v * scale) : v * scale)),
        gs = data(positions),
        [x, g] = [made(xs, [1, 1, ...size], dtype), made(gs, [1, 1, ...positions], dtype)],
        rows = seen.map((places) => places.map((at) => xs[at]!));
      // As norm: rounded once, and of orders above 4 once more; in float64, of a square root or a power.
      held("lpPool", run(x), rows.map((row) => norm(row, p)), { ulp: dtype === "float32" ? (p > 4 && p < Infinity ? 1.501 : 0.501) : 4 }, dtype); // prettier-ignore
      if (p === Infinity) continue; // what shares a window's gradient is judged with amax
      const terms: DD[][] = xs.map(() => []);
      seen.forEach((places, w) => normSlopes(rows[w]!, p).forEach((slope, i) => terms[places[i]!]!.push([slope[0] * gs[w]!, 0])));
      // (|x|/y)^(p − 1)·g: |p − 1| times what y is off, and a rounding.
      const off = dtype === "float32" ? (p > 4 ? 2 : 1) : 4;
      held("lpPool ∂x", pulled(run, x, g), terms.map((t) => sum(t)), { terms: Math.abs(p - 1) * off + (dtype === "float32" ? 1 : 4) }, dtype); // prettier-ignore
    }
  });
});

test("lpPool: a window that reaches beyond the end counts for a whole one, and what is wrong is refused", () => {
  const y = k.lpPool1d(k.tensor([[3, 4, 5, 12, 2]]), 2, 2, { ceilMode: true });
  expect([...y.dataSync()].map((v) => Number(v.toPrecision(7)))).toEqual([5, 13, Number((2 * Math.SQRT2).toPrecision(7))]);
  expect([...k.lpPool2d([[[-3, 4], [0, 0]]], 1, 2).dataSync()]).toEqual([7]); // prettier-ignore
  expect(() => k.lpPool1d([[1, 2]], 0, 2)).toThrow(/^lpPool1d: the normType is 0\. /);
  expect(() => k.lpPool1d([[1, 2]], 2, 3)).toThrow(/^lpPool1d: a window of 3 does not fit/);
  expect(() => k.lpPool2d([[1, 2]], 2, 1)).toThrow(/^lpPool2d: x is /);
});
