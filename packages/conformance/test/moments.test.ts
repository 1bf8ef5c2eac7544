/**
 * Variances, norms and normalised rows against double-double: rows far from 0, of equal elements, of the ends of the range; gradients, and gradients of
 * gradients against differences in float64. u is 2⁻²⁴; the bounds are those that the ops' files state.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { backward, grad } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { modes } from "@evenkeel/core/internal";
import { cpu } from "@evenkeel/cpu";
import { random } from "../src/cases.js";
import * as r from "../src/reference/dd.js";
import type { DD } from "../src/reference/dd.js";
import { mean } from "../src/reference/mean.js";
import * as moments from "../src/reference/moments.js";
import { norm, normSlopes } from "../src/reference/norm.js";
import { errorOf, FORMATS, ulpOf } from "../src/ulp.js";
import { eachOf, laid, rowsOf } from "./lines.js";
import { seen } from "./seen.js";

type T = k.Tensor;
beforeAll(() => k.setDefaultDevice(cpu()));

const U = 2 ** -24;
const next = random(7);
const unit = (): number => (next() + 0.5) / 2 ** 32;
const normal = (): number => Math.sqrt(-2 * Math.log(unit())) * Math.cos(2 * Math.PI * unit());
const DATA: Record<string, () => number> = {
  normal,
  "1e4 + normal": () => 1e4 + normal(),
  "1e6 + normal": () => 1e6 + normal(),
  "1e30·normal": () => 1e30 * normal(),
  "1e−30·normal": () => 1e-30 * normal(),
  "long tails": () => Math.tan(Math.PI * (unit() - 0.5)),
};
const SHAPES = [
  [20, 2],
  [10, 3],
  [7, 37],
  [3, 1000],
  [1, 20_000],
] as const;
const each = (make: () => number, check: Parameters<typeof eachOf>[2]): void => eachOf(SHAPES, make, check);
const note = seen("moments.test");
/** Fails with the first result that is further from the truth than `limit`. */
function hold(got: ArrayLike<number>, truth: readonly DD[], limit: (t: DD, i: number) => number, what: string): void {
  truth.forEach((t, i) => {
    if (
      t[0] !== t[0]
        ? got[i] === got[i]
        : Math.abs(t[0]) > 3.4028235677973366e38
          ? !Object.is(got[i], Math.sign(t[0]) * Infinity)
          : !(errorOf(got[i]!, t) <= limit(t, i))
    )
      throw new Error(`${what} [${i}]: got ${got[i]}, want ${t[0]}, error ${errorOf(got[i]!, t)}, limit ${limit(t, i)}`);
    const off = Math.abs(t[0]) <= 3.4028235677973366e38 ? errorOf(got[i]!, t) : 0;
    if (off > 0) note(what, off / limit(t, i), `${what}, ${expect.getState().currentTestName?.split(" > ")[0]}`);
  });
}
/** Rounded once, from sums in float64. */
const once = (t: DD): number => 0.501 * ulpOf(t[0]) + 2 ** -40 * Math.abs(t[0]);

describe.each(Object.entries(DATA))("%s", (_, make) => {
  test("var, std, mean and norm", () => {
    each(make, (x, rows, n, along) => {
      const t = laid(x, rows, n, along),
        row = (i: number): number[] => [...x.slice(i * n, i * n + n)],
        all = Array.from({ length: rows }, (_r, i) => row(i));
      for (const correction of [0, 1]) {
        hold(
          k.variance(t, along, { correction }).dataSync(),
          all.map((v) => moments.variance(v, correction)),
          once,
          "var",
        );
        hold(
          k.std(t, along, { correction }).dataSync(),
          all.map((v) => moments.std(v, correction)),
          once,
          "std",
        );
      }
      hold(
        k.mean(t, along).dataSync(),
        all.map((v) => mean(v).value),
        (m, i) => 0.501 * ulpOf(m[0]) + 2 ** -52 * mean(all[i]!).magnitude,
        "mean",
      );
      for (const p of n > 100 ? [1, 2, Infinity] : [1, 2, 3, 0.5, Infinity, -Infinity, 0, 6, -1]) {
        // Divided by the greatest, the root is rounded, by 2⁻²⁴ of it, before it is multiplied, which rounds once more.
        const limit = (v: DD): number => once(v) + (p > 4 || p < 0 ? U * Math.abs(v[0]) : 0);
        hold(
          k.norm(t, p, along).dataSync(),
          all.map((v) => norm(v, p)),
          limit,
          `norm ${p}`,
        );
      }
    });
  });
  test("rows over their deviation, or over their root mean square", () => {
    each(make, (x, rows, n, along) => {
      const t = laid(x, rows, n, along);
      for (const eps of [0, 1e-5]) {
        const got = rowsOf(k.standardize(t, along, { correction: 0, eps }), n, along),
          roots = along ? rowsOf(k.rmsNorm(t, n, { eps }), n, 1) : null,
          layers = along ? rowsOf(k.layerNorm(t, n, { eps }), n, 1) : null;
        for (let i = 0; i < rows; i++) {
          const row = [...x.slice(i * n, i * n + n)],
            far = Math.abs(mean(row).value[0]) / moments.std(row, 0)[0];
          const want = moments.standardise(row, eps),
            // The rest of the mean is at most 2⁻²⁴ of it and is rounded to 24 bits: a distance is off by 2⁻⁴⁸·|mean|. And by what a sum in float64 of distances, whose
            // mean size is at most σ, is off: 2⁻⁴¹·σ. Both are divided by σ.
            limit = (y: DD): number => once(y) + 2 ** -41 + 2 ** -48 * far;
          hold(got[i]!, want, limit, "standardize");
          if (layers) hold(layers[i]!, want, limit, "layerNorm");
          if (roots) hold(roots[i]!, moments.rootNormalise(row, eps), once, "rmsNorm");
        }
      }
    });
  });
  test("gradients", () => {
    each(make, (x, rows, n, along) => {
      if (n === 2 || n > 1000) return;
      const weights = Float32Array.from({ length: rows * n }, normal),
        t = laid(x, rows, n, along),
        w = laid(weights, rows, n, along);
      const gradient = (f: (p: T) => T): Float32Array[] => {
        const p = k.parameter(t);
        backward(k.sum(f(p)));
        return rowsOf(p.grad!, n, along);
      };
      const byStd = gradient((p) => k.std(p, along)),
        byVar = gradient((p) => k.variance(p, along)),
        byNorm = gradient((p) => k.norm(p, 2, along)),
        byOrder = n < 100 ? [3, 0.5, 4, 6, -1].map((order) => [order, gradient((p) => k.norm(p, order, along))] as const) : [],
        byRow = gradient((p) => k.mul(w, k.standardize(p, along, { correction: 0, eps: 1e-5 })));
      for (let i = 0; i < rows; i++) {
        const row = [...x.slice(i * n, i * n + n)],
          g = [...weights.slice(i * n, i * n + n)],
          d = moments.centred(row),
          s = moments.std(row, 1);
        const near = (c: number) => (v: DD) => c * U * Math.abs(v[0]) + 2 ** -149;
        hold(
          byStd[i]!,
          d.map((v) => r.div(v, r.mul(s, r.dd(n - 1)))),
          near(3),
          "std′",
        );
        hold(
          byVar[i]!,
          d.map((v) => r.div(r.scale(v, 1), r.dd(n - 1))),
          near(3),
          "var′",
        );
        hold(byNorm[i]!, normSlopes(row, 2), near(3), "norm′");
        // (|x|/y)^(p − 1) of a rounded y, rounded: y is off by 2⁻²⁴, of orders above 4 and below 0 twice.
        for (const [order, slopes] of byOrder)
          hold(slopes[i]!, normSlopes(row, order), near(Math.abs(order - 1) * (order > 4 || order < 0 ? 2 : 1) + 1), `norm ${order}′`);
        const inverse = 1 / Math.sqrt(moments.variance(row, 0)[0] + 1e-5),
          y = moments.standardise(row, 1e-5).map((v) => Math.abs(v[0])),
          size = (all: readonly number[]): number => all.reduce((a, b) => a + Math.abs(b), 0) / n;
        const share = size(y.map((v, j) => v * g[j]!));
        hold(
          byRow[i]!,
          moments.normalisedGradient(row, g, 1e-5),
          (v, j) => 0.501 * ulpOf(v[0]) + 4 * U * inverse * (Math.abs(g[j]!) + size(g) + y[j]! * share) + 2 ** -149,
          "standardize′",
        );
      }
    });
  });
});

test("one pass, Σx²/n − mean², is not within these bounds", () => {
  const row = Float32Array.from({ length: 1000 }, DATA["1e4 + normal"]!),
    x = k.tensor(row),
    naive = k.stabilise("off", () => k.sub(k.mean(k.square(x)), k.square(k.mean(x))));
  expect(() => hold([naive.item()], [moments.variance([...row], 0)], once, "one pass")).toThrow("one pass [0]");
});

test("reductions in one loop, and each in its own: the same bits, along rows and down columns, with their gradients", () => {
  const run = (along: 0 | 1, n: number): number[][] => {
    const p = k.parameter(
        laid(
          Float32Array.from({ length: 3 * n }, (_x, i) => 1e3 + Math.sin(i * i)),
          3,
          n,
          along,
        ),
      ),
      scaled = k.mul(p, 1.5),
      over = k.sum(k.exp(k.sub(scaled, 1500)), along, { keepdim: true });
    const parts = [
      k.variance(scaled, along),
      k.std(scaled, along),
      k.mean(scaled, along),
      k.norm(scaled, 2, along),
      k.standardize(scaled, along),
      over,
    ];
    backward(parts.map((t) => k.sum(k.square(t))).reduce((a, b) => k.add(a, b)));
    return [...parts, p.grad!].map((t) => [...t.dataSync()]);
  };
  for (const along of [0, 1] as const)
    for (const n of [1, 5, 33, 1000, 20_000]) {
      const fused = run(along, n);
      modes.fuse = false;
      try {
        expect(run(along, n)).toEqual(fused);
      } finally {
        modes.fuse = true;
      }
    }
});

describe("float64", () => {
  const u = 2 ** -53,
    row = Array.from({ length: 1000 }, () => 1e4 + normal()),
    far = 1 + Math.abs(mean(row).value[0]) / moments.std(row, 1)[0];
  const within = (got: number, want: DD, limit: number): void =>
    expect(errorOf(got, want, FORMATS.float64) / Math.abs(want[0])).toBeLessThanOrEqual(limit);
  test("variances and norms", () => {
    const x = Float64Array.from(row);
    within(k.variance(x).item(), moments.variance(row, 1), 2 * u * far);
    within(k.std(x).item(), moments.std(row, 1), 2 * u * far);
    for (const p of [1, 2, 3, 6, 0.5]) within(k.norm(x, p).item(), norm(row, p), 8 * u);
    const huge = row.map((v) => v * 1e200);
    within(k.norm(Float64Array.from(huge)).item(), norm(huge, 2), 8 * u);
    const got = k.layerNorm(x, 1000).dataSync();
    moments
      .standardise(row, 1e-5)
      .forEach((y, i) => expect(errorOf(got[i]!, y, FORMATS.float64)).toBeLessThanOrEqual(4 * u * far * (1 + Math.abs(y[0]))));
  });
  /** Gradients of gradients in float64 against differences of gradients, whose own error is of this size. */
  const NEAR = 3e-7;
  const x0 = Array.from({ length: 12 }, (_, i) => normal() + (i % 3)),
    w0 = Array.from({ length: 12 }, normal),
    v0 = Array.from({ length: 12 }, normal);
  const of = (x: readonly number[]): T => k.tensor(Float64Array.from(x), { shape: [3, 4] });
  const positive = (x: T): T => k.add(k.square(x), 0.5);
  const OPS: Record<string, (x: T) => T> = {
    mean: (x) => k.mul(k.mean(k.square(x), 1, { keepdim: true }), x),
    var: (x) => k.variance(x, 1),
    std: (x) => k.std(x, 0),
    "norm 2": (x) => k.norm(x, 2, 1),
    "norm 3": (x) => k.norm(x, 3),
    "norm 1.5": (x) => k.norm(positive(x), 1.5, 0),
    "norm −1": (x) => k.norm(positive(x), -1, 0),
    "norm 6": (x) => k.norm(x, 6, 1),
    prod: (x) => k.prod(x, 1),
    "prod of all": (x) => k.prod(x),
    logcumsumexp: (x) => k.logcumsumexp(k.mul(x, 20), 1),
    layerNorm: (x) => k.layerNorm(x, 4, { weight: Float64Array.of(1, 2, 3, 4), bias: Float64Array.of(1, 0, 1, 0) }),
    "layerNorm by weight": (x) => k.layerNorm(x, [3, 4], { weight: x, bias: k.square(x) }),
    rmsNorm: (x) => k.rmsNorm(x, 4, { eps: 0.1 }),
    groupNorm: (x) => k.groupNorm(k.reshape(x, [1, 6, 2]), 3),
    "batchNorm, training": (x) => k.batchNorm(x, null, null, { training: true }),
    "batchNorm, by statistics": (x) => k.batchNorm(weightsOf(x), k.select(x, 0, 0), positive(k.select(x, 0, 1))),
    instanceNorm: (x) => k.instanceNorm(k.reshape(x, [2, 2, 3])),
    standardize: (x) => k.standardize(x, 0),
    normalize: (x) => k.normalize(x),
    cosineSimilarity: (x) => k.cosineSimilarity(x, k.square(x)),
    pairwiseDistance: (x) => k.pairwiseDistance(x, k.flip(x, 1)),
    cov: (x) => k.cov(x),
    corrcoef: (x) => k.corrcoef(x),
    "cov, weighed": (x) => k.cov(x, { aweights: positive(k.select(x, 0, 0)) }),
    renorm: (x) => k.renorm(x, 2, 0, 0.5),
    trapezoid: (x) => k.trapezoid(k.square(x), { x }),
    nanmean: (x) => k.square(k.nanmean(k.where(k.gt(x, 2), NaN, x), 1)),
    quantile: (x) => k.square(k.quantile(x, [0.3, 0.8], 1)),
    median: (x) => k.mul(k.median(x), k.median(x, 1).values),
    softmin: (x) => k.softmin(x, 1),
  };
  function weightsOf(x: T): T {
    return k.mul(x, 0.5);
  }
  test.each(Object.entries(OPS))("second derivatives: %s", (_, f) => {
    const first = (x: readonly number[]): Float64Array => {
        const p = k.parameter(of(x));
        backward(weigh(f(p)));
        return p.grad!.dataSync() as Float64Array;
      },
      weigh = (y: T): T => k.sum(k.mul(y, k.reshape(k.tensor(Float64Array.from(w0).slice(0, y.size)), y.shape)));
    const p = k.parameter(of(x0)),
      [g] = grad(weigh(f(p)), [p], { createGraph: true }),
      [h] = grad(k.sum(k.mul(g!, of(v0))), [p]);
    const step = 1e-5,
      [up, down] = [first(x0.map((x, i) => x + step * v0[i]!)), first(x0.map((x, i) => x - step * v0[i]!))];
    const got = h!.dataSync(),
      scale = Math.max(1, ...got.map(Math.abs));
    up.forEach((a, i) => expect(Math.abs(got[i]! - (a - down[i]!) / (2 * step))).toBeLessThanOrEqual(NEAR * scale));
    // And the gradient itself against differences of the value.
    const value = (x: readonly number[]): number => weigh(f(of(x))).item(),
      along = (value(x0.map((x, i) => x + step * v0[i]!)) - value(x0.map((x, i) => x - step * v0[i]!))) / (2 * step),
      slope = [...g!.dataSync()].reduce((s, x, i) => s + x * v0[i]!, 0);
    expect(Math.abs(slope - along)).toBeLessThanOrEqual(NEAR * Math.max(1, Math.abs(slope), ...[...g!.dataSync()].map(Math.abs)));
  });
});

describe("at the ends", () => {
  const values = (t: T): number[] => [...t.dataSync()];
  const gradient = (f: (p: T) => T, x: readonly number[]): number[] => {
    const p = k.parameter(k.tensor([...x]));
    backward(k.sum(f(p)));
    return values(p.grad!);
  };
  test("nothing overflows on the way, and nothing is lost", () => {
    const f = Math.fround;
    expect(values(k.norm([1e30, 1e30]))).toEqual([f(f(1e30) * Math.SQRT2)]);
    expect(values(k.norm([1e-30, 1e-30]))).toEqual([f(f(1e-30) * Math.SQRT2)]);
    for (const g of gradient((p) => k.norm(p), [1e30, 1e30])) expect(Math.abs(g - Math.SQRT1_2)).toBeLessThanOrEqual(3 * U * Math.SQRT1_2);
    expect(values(k.mean([3e38, 3e38]))).toEqual([f(3e38)]);
    expect(values(k.std([3e38, -3e38], null, { correction: 0 }))).toEqual([f(3e38)]);
    for (const s of [1e25, 1e-25, 1])
      for (const got of [k.cosineSimilarity([3 * s, 4 * s], [4 * s, 3 * s], { dim: 0, eps: 0 })])
        expect(Math.abs(got.item() - 0.96)).toBeLessThanOrEqual(3.1 * U);
    values(k.normalize([3e30, 4e30], { dim: 0 })).forEach((x, i) => expect(Math.abs(x - [0.6, 0.8][i]!)).toBeLessThanOrEqual(2 * U));
  });
  test("where the norm, or the deviation, is 0", () => {
    for (const p of [2, 1, 3, 0.5, Infinity, 0, -1]) expect(gradient((x) => k.norm(x, p), [0, 0])).toEqual([0, 0]);
    expect(gradient((x) => k.std(x), [2, 2, 2])).toEqual([0, 0, 0]);
    expect(gradient((x) => k.variance(x), [2, 2, 2])).toEqual([0, 0, 0]);
    expect(values(k.layerNorm([5, 5, 5], 3))).toEqual([0, 0, 0]);
    expect(gradient((x) => k.layerNorm(x, 3), [5, 5, 5])).toEqual([0, 0, 0]);
    expect(gradient((x) => k.cosineSimilarity(x, [1, 2], { dim: 0 }), [0, 0]).every(Number.isFinite)).toBe(true);
    expect(gradient((x) => k.pairwiseDistance(x, [0, 0], { eps: 0 }), [0, 0])).toEqual([0, 0]);
  });
  test("products with one 0 and with two, and what leaves the range on the way", () => {
    expect(gradient((x) => k.prod(x), [2, 0, 4])).toEqual([0, 8, 0]);
    expect(gradient((x) => k.prod(x), [0, 3, 0])).toEqual([0, 0, 0]);
    expect(values(k.prod([1e30, 1e30, 1e-30, 1e-30])).map((x) => Math.abs(x - 1) < 4e-7)).toEqual([true]);
    expect(values(k.prod(k.tensor([2, 3], { dtype: "int32" })))).toEqual([6]);
    expect(k.prod(k.tensor([true, false])).dtype).toBe("int32");
    expect(() => k.prod(Int32Array.of(2 ** 16, 2 ** 16)).item()).toThrow("beyond int32");
  });
  test("the gradient of a product whose parts leave float32 on the way, and its second one", () => {
    const near = (got: number[], want: number[]): boolean => got.every((x, i) => Math.abs(x / want[i]! - 1) < 1e-6);
    const x = [1e30, 1e30, 1e-30, 1e-30];
    for (const op of [(t: T) => k.prod(t), (t: T) => k.select(k.cumprod(t, 0), 0, -1), (t: T) => k.prod(k.flip(t, 0))])
      expect(near(gradient(op, x), [1e-30, 1e-30, 1e30, 1e30])).toBe(true);
    // ∂²/∂x₀∂xⱼ, where it is a float32.
    const first = grad((t: T) => k.prod(t)) as (t: T) => T;
    expect(near(gradient((t) => k.select(first(t), 0, 0), x).slice(2), [1, 1])).toBe(true);
  });
  test("the median of all of nothing is NaN, as its mean; of whole numbers there is none", () => {
    for (const op of [k.median, k.nanmedian] as ((t: T) => T)[]) {
      const x = k.parameter(k.zeros([2, 0])),
        y = op(x);
      expect([y.item(), y.shape, y.dtype]).toEqual([NaN, [], "float32"]);
      expect(grad(op)(x).shape).toEqual([2, 0]);
      expect(() => op(k.zeros([0], { dtype: "int32" }))).toThrow(RangeError);
    }
  });
  test("where there is a NaN, NaNs share the gradient of max, min and median; amax and amin have none that is a number", () => {
    const x = [1, NaN, 3, NaN, 3];
    for (const op of [k.max, k.min, k.median] as ((t: T) => T)[]) expect(gradient(op, x)).toEqual([0, 0.5, 0, 0.5, 0]);
    for (const op of [k.amax, k.amin] as ((t: T) => T)[]) expect(gradient((t) => op(t), x)).toEqual([NaN, NaN, NaN, NaN, NaN]);
    expect(gradient(k.nanmedian as (t: T) => T, x)).toEqual([0, 0, 0.5, 0, 0.5]);
    expect(gradient((t) => k.max(t), [3, 3, 3, 1]).map((g) => Math.fround(3 * g))).toEqual([1, 1, 1, 0]);
  });
  test("types", () => {
    for (const op of [k.variance, k.std, k.mean, k.norm, k.nanmean] as ((x: T) => T)[])
      for (const dtype of ["float16", "bfloat16", "float32", "float64"] as const) expect(op(k.tensor([1, 2, 4], { dtype })).dtype).toBe(dtype);
    expect(k.variance(Int32Array.of(1, 2)).dtype).toBe("float32");
    expect(() => k.quantile(Int32Array.of(1, 2), 0.5)).toThrow(TypeError);
    // Between an infinite element and a number all is infinite; NumPy and PyTorch say NaN on one half of the way.
    expect([...k.quantile([-Infinity, 0, 1, 2], [0, 0.1, 0.2, 0.3, 1 / 3]).dataSync()]).toEqual([-Infinity, -Infinity, -Infinity, -Infinity, 0]);
    expect([...k.quantile([0, Infinity], [0, 0.25, 0.5, 0.75, 1]).dataSync()]).toEqual([0, Infinity, Infinity, Infinity, Infinity]);
    expect(k.quantile([-Infinity, Infinity], 0.5).item()).toBeNaN();
    expect(k.nanquantile([1, NaN, 3, Infinity], 0.8).item()).toBe(Infinity);
    expect(() => k.norm([1], NaN)).toThrow(TypeError);
    expect(() => k.norm(k.zeros([0]), Infinity)).toThrow(RangeError);
    expect(() => k.layerNorm(k.zeros([2, 3]), 3, { weight: [1, 2] })).toThrow("layerNorm: weight is [2] and belongs to [3]. Give it that shape.");
    expect(() => k.batchNorm(k.zeros([2, 3]), null, null)).toThrow(TypeError);
  });
  test("running statistics move, and must be parameters", () => {
    const mean = k.parameter([0, 0], { requiresGrad: false }),
      variance = k.parameter([1, 1], { requiresGrad: false }),
      x = k.tensor([
        [1, 10],
        [3, 30],
      ]);
    k.batchNorm(x, mean, variance, { training: true, momentum: 0.5 });
    expect([values(mean), values(variance)]).toEqual([
      [1, 10],
      [1.5, 100.5],
    ]);
    k.batchNorm(x, mean, variance);
    expect(values(mean)).toEqual([1, 10]);
    const fixed = k.tensor([0, 0]);
    expect(() => k.batchNorm(x, fixed, fixed, { training: true })).toThrow(TypeError);
  });
});
