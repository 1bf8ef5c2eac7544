/**
 * Shapes at their ends: every op on tensors whose sizes are 0 and 1, of no dimension and of nine: the right answer, found here by indices alone, or a typed
 * error. An op that nobody asks about here fails the last test. Sizes, dimensions and indices that are none are in sizes.test.ts.
 */
import { beforeAll, describe, expect, test } from "vitest";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { elementwise, structural } from "../src/reference/index.js";

type T = k.Tensor;
beforeAll(() => k.setDefaultDevice(cpu()));

const count = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
/** The elements 0, 1, 2, …: each says where it came from. */
const iota = (shape: readonly number[]): T =>
  k.tensor(
    Float32Array.from({ length: count(shape) }, (_, i) => i),
    { shape },
  );
const ints = (...x: number[]): T => k.tensor(Int32Array.from(x));

/** What is at an index of the result: an index of x, or a number. */
type Found = (index: readonly number[], shape: readonly number[]) => readonly number[] | number;
interface Case {
  readonly run: (x: T) => T;
  /** The result's shape; null where there is no answer but an error. */
  readonly shape: (shape: readonly number[]) => readonly number[] | null;
  readonly at: Found;
}
const last = (s: readonly number[]): number => s[s.length - 1]!;
const front = (s: readonly number[]): readonly number[] => s.slice(0, -1);
const ranked =
  (least: number, shape: (s: readonly number[]) => readonly number[] | null) =>
  (s: readonly number[]): readonly number[] | null =>
    s.length < least ? null : shape(s);

const CASES: Record<string, Case> = {
  "select(x, -1, 0)": { run: (x) => k.select(x, -1, 0), shape: ranked(1, (s) => (last(s) ? front(s) : null)), at: (i) => [...i, 0] },
  "narrow(x, 0, 0, n)": { run: (x) => k.narrow(x, 0, 0, x.shape[0]!), shape: ranked(1, (s) => s), at: (i) => i },
  "narrow(x, -1, 1, n − 1)": {
    run: (x) => k.narrow(x, -1, 1, x.shape.at(-1)! - 1),
    shape: ranked(1, (s) => (last(s) ? [...front(s), last(s) - 1] : null)),
    at: (i) => [...front(i), last(i) + 1],
  },
  "flip of all": {
    run: (x) =>
      k.flip(
        x,
        x.shape.map((_, d) => d),
      ),
    shape: (s) => s,
    at: (i, s) => i.map((n, d) => s[d]! - 1 - n),
  },
  "at(x, …, [null, null, -2])": {
    run: (x) => k.at(x, "...", [null, null, -2]),
    shape: ranked(1, (s) => [...front(s), Math.ceil(last(s) / 2)]),
    at: (i, s) => [...front(i), last(s) - 1 - 2 * last(i)],
  },
  "at(x, -1)": { run: (x) => k.at(x, -1), shape: ranked(1, (s) => (s[0] ? s.slice(1) : null)), at: (i, s) => [s[0]! - 1, ...i] },
  "at(x, …, [0, 0])": {
    run: (x) => k.at(x, "...", ints(0, 0)),
    shape: ranked(1, (s) => (last(s) ? [...front(s), 2] : null)),
    at: (i) => [...front(i), 0],
  },
  "at(x, [])": { run: (x) => k.at(x, ints()), shape: ranked(1, (s) => [0, ...s.slice(1)]), at: (i) => i },
  "squeeze(unsqueeze(x, -1), -1)": { run: (x) => k.squeeze(k.unsqueeze(x, -1), -1), shape: (s) => s, at: (i) => i },
  "flatten, unflatten": {
    run: (x) => k.unflatten(k.flatten(x), 0, x.ndim ? x.shape : [1]),
    shape: (s) => (s.length ? s : [1]),
    at: (i, s) => (s.length ? i : []),
  },
  "movedim(x, 0, -1)": { run: (x) => k.movedim(x, 0, -1), shape: ranked(1, (s) => [...s.slice(1), s[0]!]), at: (i) => [last(i), ...front(i)] },
  "transpose(x, 0, -1)": {
    run: (x) => k.transpose(x, 0, -1),
    shape: (s) => (s.length < 2 ? s : [last(s), ...s.slice(1, -1), s[0]!]),
    at: (i) => (i.length < 2 ? i : [last(i), ...i.slice(1, -1), i[0]!]),
  },
  "t(x)": { run: k.t, shape: (s) => (s.length > 2 ? null : [...s].reverse()), at: (i) => [...i].reverse() },
  "diagonal(x, 0, 0, -1)": {
    run: (x) => k.diagonal(x, 0, 0, -1),
    shape: ranked(2, (s) => [...s.slice(1, -1), Math.min(s[0]!, last(s))]),
    at: (i) => [last(i), ...front(i), last(i)],
  },
  "diagonal(x, 5, 0, -1)": {
    run: (x) => k.diagonal(x, 5, 0, -1),
    shape: ranked(2, (s) => [...s.slice(1, -1), Math.max(0, Math.min(s[0]!, last(s) - 5))]),
    at: (i) => [last(i), ...front(i), last(i) + 5],
  },
  "cat of x and x": {
    run: (x) => k.cat([x, x], -1),
    shape: ranked(1, (s) => [...front(s), 2 * last(s)]),
    at: (i, s) => [...front(i), last(i) % last(s)],
  },
  "stack of x and x": { run: (x) => k.stack([x, x], -1), shape: (s) => (s.length > 8 ? s.concat(2) : s.concat(2)), at: (i) => front(i) },
  "pad(x, [2, 1])": {
    run: (x) => k.pad(x, [2, 1], { value: -1 }),
    shape: ranked(1, (s) => [...front(s), last(s) + 3]),
    at: (i, s) => (last(i) >= 2 && last(i) < 2 + last(s) ? [...front(i), last(i) - 2] : -1),
  },
  "pad(x, [-1, 0])": {
    run: (x) => k.pad(x, [-1, 0]),
    shape: ranked(1, (s) => (last(s) ? [...front(s), last(s) - 1] : null)),
    at: (i) => [...front(i), last(i) + 1],
  },
  "pad, replicate": {
    run: (x) => k.pad(x, [1, 1], { mode: "replicate" }),
    shape: ranked(1, (s) => (last(s) ? [...front(s), last(s) + 2] : null)),
    at: (i, s) => [...front(i), Math.min(Math.max(last(i) - 1, 0), last(s) - 1)],
  },
  "pad, circular": {
    run: (x) => k.pad(x, [1, 1], { mode: "circular" }),
    shape: ranked(1, (s) => (last(s) ? [...front(s), last(s) + 2] : null)),
    at: (i, s) => [...front(i), (last(i) - 1 + last(s)) % last(s)],
  },
  "roll(x, -1, 0)": { run: (x) => k.roll(x, -1, 0), shape: ranked(1, (s) => s), at: (i, s) => [(i[0]! + 1) % s[0]!, ...i.slice(1)] },
  "tril(x)": { run: (x) => k.tril(x), shape: ranked(2, (s) => s), at: (i) => (last(i) <= i[i.length - 2]! ? i : 0) },
  "triu(x, 1)": { run: (x) => k.triu(x, 1), shape: ranked(2, (s) => s), at: (i) => (last(i) > i[i.length - 2]! ? i : 0) },
  "where(0, 1, x)": { run: (x) => k.where(0, 1, x), shape: (s) => s, at: (i) => i },
  "clamp(x, 0 … 2)": {
    run: (x) => k.clamp(x, { min: 0, max: 2 }),
    shape: (s) => s,
    at: (i, s) =>
      Math.min(
        2,
        i.reduce((sum, n, d) => sum * s[d]! + n, 0),
      ),
  },
  "maximum(x, 0)": { run: (x) => k.maximum(x, 0), shape: (s) => s, at: (i) => i },
  "minimum(x, x)": { run: (x) => k.minimum(x, x), shape: (s) => s, at: (i) => i },
  "maskedFill(x, 1, 2)": { run: (x) => k.maskedFill(x, 1, 2), shape: (s) => s, at: () => 2 },
  "indexSelect(x, 0, [0])": {
    run: (x) => k.indexSelect(x, 0, ints(0)),
    shape: (s) => (s.length ? (s[0] ? [1, ...s.slice(1)] : null) : s),
    at: (i) => i,
  },
  "take(x, [-1])": { run: (x) => k.take(x, ints(-1)), shape: (s) => (count(s) ? [1] : null), at: (_, s) => s.map((n) => n - 1) },
  "indexPut(x, [[1, null]], 7)": {
    run: (x) => k.indexPut(x, [[1, null]], 7),
    shape: ranked(1, (s) => s),
    at: (i) => (i[0]! >= 1 ? 7 : i),
  },
  "repeat(x, 2 × each)": {
    run: (x) =>
      k.repeat(
        x,
        x.shape.map((_, d) => (d ? 1 : 2)),
      ),
    shape: (s) => s.map((n, d) => (d ? n : 2 * n)),
    at: (i, s) => i.map((n, d) => n % s[d]!),
  },
  "tile(x, [1])": { run: (x) => k.tile(x, [1]), shape: (s) => (s.length ? s : [1]), at: (i, s) => (s.length ? i : []) },
  "repeatInterleave(x, 2, -1)": {
    run: (x) => k.repeatInterleave(x, 2, -1),
    shape: (s) => (s.length ? [...front(s), 2 * last(s)] : [2]),
    at: (i, s) => (s.length ? [...front(i), Math.floor(last(i) / 2)] : []),
  },
};

const same = (run: (x: T) => T): Case => ({ run, shape: (s) => s, at: (i) => i });
/** What gives back the elements in their order, in one way or another. */
const SAME: Record<string, Case> = {
  clone: same(k.clone),
  detach: same(k.detach),
  to: same((x) => k.to(k.to(x, "float64"), "float32")),
  reshape: same((x) => k.reshape(k.reshape(x, [-1, 1]), x.shape)),
  expand: same((x) => k.select(k.expand(x, [2, ...x.shape]), 0, 1)),
  expandAs: same((x) => k.expandAs(x, x)),
  broadcastTo: same((x) => k.broadcastTo(x, x.shape)),
  broadcastTensors: same((x) => k.broadcastTensors([x, k.zeros([])])[0]!),
  permute: same((x) => k.permute(k.permute(x, x.shape.map((_, d) => x.ndim - 1 - d)), x.shape.map((_, d) => x.ndim - 1 - d))), // prettier-ignore
  "swapdims twice": same((x) => (x.ndim ? k.swapdims(k.swapdims(x, 0, -1), 0, -1) : x)),
  "cat of chunks": { ...same((x) => k.cat(k.chunk(x, 2, -1), -1)), shape: ranked(1, (s) => s) },
  "cat of what split gives": { ...same((x) => k.cat(k.split(x, 2, 0), 0)), shape: ranked(1, (s) => s) },
  "stack of what unbind gives": { ...same((x) => k.stack(k.unbind(x, 0), 0)), shape: ranked(1, (s) => (s[0] ? s : null)) },
  gather: same((x) => (x.ndim ? k.gather(x, -1, ramp(x)) : k.reshape(k.gather(x, 0, ints(0)), []))),
  takeAlongDim: same((x) => (x.ndim ? k.takeAlongDim(x, ramp(x), -1) : k.reshape(k.takeAlongDim(x, ints(0)), []))),
  scatter: same((x) => (x.ndim ? k.scatter(k.fullLike(x, -1), -1, ramp(x), x) : x)),
  scatterAdd: same((x) => (x.ndim ? k.scatterAdd(k.zerosLike(x), -1, ramp(x), x) : x)),
  indexAdd: same((x) => (x.ndim ? k.indexAdd(k.zerosLike(x), -1, k.arange(last(x.shape)), x) : x)),
  nextafter: same((x) => k.nextafter(x, x)),
  sort: same((x) => (x.ndim ? k.sort(x).values : k.sort(x, 0).values)),
  argsort: same((x) => (x.ndim ? k.gather(x, -1, k.argsort(x)) : k.add(x, k.argsort(x)))),
  topk: { ...same((x) => k.flip(k.topk(x, x.ndim ? last(x.shape) : 2).values, -1)), shape: ranked(1, (s) => s) },
  kthvalue: {
    run: (x) => k.kthvalue(x, 1).values,
    shape: (s) => (s.length ? (last(s) ? front(s) : null) : s),
    at: (i, s) => (s.length ? [...i, 0] : i),
  },
  cummax: same((x) => k.cummax(x, x.ndim ? -1 : 0).values),
  cummin: { run: (x) => k.cummin(x, -1).values, shape: (s) => s, at: (i) => (i.length ? [...front(i), 0] : i) },
  cumsum: same((x) => (x.ndim ? k.sub(k.cumsum(x, -1), k.sub(k.cumsum(x, -1), x)) : k.cumsum(x, 0))),
  "cumprod of ones": { run: (x) => k.cumprod(k.onesLike(x), x.ndim ? -1 : 0), shape: (s) => s, at: () => 1 },
  "softmax and logSoftmax of one": {
    run: (x) => k.add(k.softmax(k.unsqueeze(x, -1), -1), k.logSoftmax(k.unsqueeze(x, -1), -1)),
    shape: (s) => [...s, 1],
    at: () => 1,
  },
  logsumexp: same((x) => k.logsumexp(k.unsqueeze(x, -1), -1)),
  "sum of one": same((x) => k.sum(k.unsqueeze(x, 0), 0)),
  "amax and amin of one": same((x) => k.amax(k.unsqueeze(k.amin(k.unsqueeze(x, -1), -1), 0), 0)),
  "matmul by 1": { run: (x) => k.matmul(x, [[1]]), shape: ranked(1, (s) => (last(s) === 1 ? s : null)), at: (i) => i },
  conv1d: convolved((x, w) => k.conv1d(x, w), 1),
  conv2d: convolved((x, w) => k.conv2d(x, w), 2),
  conv3d: convolved((x, w) => k.conv3d(x, w), 3),
  convTranspose1d: convolved((x, w) => k.convTranspose1d(x, w), 1),
  convTranspose2d: convolved((x, w) => k.convTranspose2d(x, w), 2),
  convTranspose3d: convolved((x, w) => k.convTranspose3d(x, w), 3),
  ...Object.fromEntries(
    (["maxPool", "avgPool", "adaptiveMaxPool", "adaptiveAvgPool", "maxUnpool", "lpPool"] as const).flatMap((name) =>
      ([1, 2, 3] as const).map((dims) => {
        const f = k[`${name}${dims}d`] as unknown as (x: T, ...more: unknown[]) => T,
          sizes = (x: T): number[] => x.shape.slice(-dims);
        const run = (x: T): T =>
          name === "maxUnpool"
            ? f(x, k.reshape(k.expand(k.arange(count(sizes(x)), { dtype: "int32" }), [count(front2(x.shape, dims)), count(sizes(x))]), x.shape), 1)
            : name === "lpPool"
              ? f(x, 1, 1)
              : f(x, name.startsWith("adaptive") ? sizes(x) : 1);
        return [
          `${name}${dims}d of 1`,
          {
            run,
            shape: (s) => (s.length > dims && s.length < dims + 3 && s.slice(-dims - 1).every((n) => n > 0) ? s : null),
            at: (i) => i,
          } satisfies Case,
        ] as const;
      }),
    ),
  ),
  "unfold in windows of 1": {
    run: (x) => k.unfold(x, -1, 1),
    shape: (s) => (s.length === 0 ? [1] : last(s) ? [...s, 1] : null),
    at: (i, s) => (s.length ? front(i) : []),
  },
  "interpolate to its size": {
    run: (x) => k.interpolate(x, { size: x.shape.slice(2) }),
    shape: (s) => (s.length > 2 && s.length < 6 && s.slice(1).every((n) => n > 0) ? s : null),
    at: (i) => i,
  },
  "upsample by 1": {
    run: (x) => k.upsample(x, { scaleFactor: 1 }),
    shape: (s) => (s.length > 2 && s.length < 6 && s.slice(1).every((n) => n > 0) ? s : null),
    at: (i) => i,
  },
  "pixelShuffle by 1": { run: (x) => k.pixelShuffle(x, 1), shape: ranked(3, (s) => s), at: (i) => i },
  "pixelUnshuffle by 1": { run: (x) => k.pixelUnshuffle(x, 1), shape: ranked(3, (s) => s), at: (i) => i },
  "fold of windows of 1": {
    run: (x) => k.fold(x, [1, x.ndim ? last(x.shape) : 1], 1),
    shape: (s) => ((s.length === 2 || s.length === 3) && last(s) ? [...front(s), 1, last(s)] : null),
    at: (i) => [...i.slice(0, -2), last(i)],
  },
  "localResponseNorm of nothing": { run: (x) => k.localResponseNorm(x, 1, { alpha: 0 }), shape: ranked(3, (s) => s), at: (i) => i },
  "meshgrid of one": { run: (x) => k.meshgrid([x])[0]!, shape: (s) => (s.length > 1 ? null : s.length ? s : [1]), at: (i, s) => (s.length ? i : []) },
  "oneHot of 1 class": { run: (x) => k.oneHot(k.to(k.mul(x, 0), "int32"), 1), shape: (s) => [...s, 1], at: () => 1 },
  embedding: { run: (x) => k.embedding(x, ints(0)), shape: (s) => (s.length === 2 && s[0] ? [1, s[1]!] : null), at: (i) => i },
};
const front2 = (s: readonly number[], dims: number): readonly number[] => s.slice(0, -dims);
/** Windows of one element, and a weight that is the identity on channels. Without an element there is no window. */
function convolved(f: (x: T, w: T) => T, dims: number): Case {
  return {
    run: (x) => {
      const c = x.ndim > dims ? x.shape.at(-dims - 1)! : 1;
      return f(x, k.reshape(k.eye(c), [c, c, ...new Array<number>(dims).fill(1)]));
    },
    shape: (s) => (s.length > dims && s.length < dims + 3 && s.slice(-dims).every((n) => n > 0) ? s : null),
    at: (i) => i,
  };
}
/** 0, 1, 2, … along the last dimension. */
function ramp(x: T): T {
  return k.expand(k.arange(last(x.shape)), x.shape);
}

/** The same for what is reduced: 0-d, sizes of 0 and 1. Every element of what is counted is 1. */
const REDUCED: Record<string, readonly [run: (x: T, dim?: number, keepdim?: boolean) => T, of: (n: number) => number]> = {
  any: [(x, dim, keepdim) => k.any(k.fullLike(x, 1), dim, { keepdim }), (n) => +(n > 0)],
  all: [(x, dim, keepdim) => k.all(k.fullLike(x, 1), dim, { keepdim }), () => 1],
  "all of zeros": [(x, dim, keepdim) => k.all(k.zerosLike(x), dim, { keepdim }), (n) => +(n === 0)],
  "variance, var and std": [
    (x, dim, keepdim) => k.add(k.variance(k.fullLike(x, 3), dim, { keepdim }), k.std(k.fullLike(x, 5), dim, { keepdim })),
    (n) => (n > 1 ? 0 : NaN),
  ],
  "norm 1": [(x, dim, keepdim) => k.norm(k.fullLike(x, 1), 1, dim, { keepdim }), (n) => n],
  "vectorNorm 2": [(x, dim, keepdim) => k.vectorNorm(k.fullLike(x, 2), 2, dim, { keepdim }), (n) => Math.fround(2 * Math.sqrt(n))],
  prod: [(x, dim, keepdim) => k.prod(k.fullLike(x, 1), dim, { keepdim }), () => 1],
  nansum: [(x, dim, keepdim) => k.nansum(k.fullLike(x, 1), dim, { keepdim }), (n) => n],
  nanmean: [(x, dim, keepdim) => k.nanmean(k.fullLike(x, 3), dim, { keepdim }), (n) => (n ? 3 : NaN)],
  mean: [(x, dim, keepdim) => k.mean(k.fullLike(x, 3), dim, { keepdim }), (n) => (n ? 3 : NaN)],
  countNonzero: [
    (x, dim, keepdim) => (keepdim ? k.unsqueeze(k.countNonzero(k.fullLike(x, 1), dim), dim!) : k.countNonzero(k.fullLike(x, 1), dim)),
    (n) => n,
  ],
};
/** One of all, where there is one. */
const chosen = (s: readonly number[]): readonly number[] | null => (count(s) ? [] : null);
/** The shape of what is found or drawn. */
const SHAPED: Record<string, readonly [run: (x: T) => T, shape: (s: readonly number[]) => readonly number[] | null]> = {
  "searchsorted in [0, 1]": [(x) => k.searchsorted([0, 1], x), (s) => s],
  "searchsorted in nothing": [(x) => k.searchsorted(k.zeros([0]), x), (s) => s],
  "searchsorted of its rows": [(x) => k.searchsorted(x, x), ranked(1, (s) => s)],
  bucketize: [(x) => k.bucketize(x, [1]), (s) => s],
  "multinomial, replaced": [
    (x) => k.multinomial(k.fullLike(x, 1), 3, { replacement: true }),
    (s) => (s.length === 1 || s.length === 2 ? (last(s) ? [...front(s), 3] : null) : null),
  ],
  bernoulli: [(x) => k.bernoulli(k.mul(x, 0)), (s) => s],
  rand: [(x) => k.rand(x.shape), (s) => s],
  randLike: [(x) => k.randLike(x, { dtype: "float64" }), (s) => s],
  randn: [(x) => k.randn(x.shape, { dtype: "float64" }), (s) => s],
  randnLike: [(x) => k.randnLike(x), (s) => s],
  randint: [(x) => k.randint(3, x.shape), (s) => s],
  uniform: [(x) => k.uniform(0, 1, x.shape), (s) => s],
  normal: [(x) => k.normal(x, 1), (s) => s],
  randperm: [(x) => k.randperm(x.size), (s) => [count(s)]],
  logspace: [(x) => k.logspace(0, 1, x.size), (s) => [count(s)]],
  ...Object.fromEntries((["argmax", "argmin", "max", "min"] as const).map((name) => [name, [(x: T) => k[name](x), chosen]])),
  ...Object.fromEntries((["median", "nanmedian"] as const).map((name) => [name, [(x: T) => k[name](x), () => []]])),
  quantile: [(x) => k.quantile(x, 0.5), chosen],
  nanquantile: [(x) => k.nanquantile(x, [0.5, 1]), (s) => (count(s) ? [2] : null)],
  mode: [(x) => k.mode(x).values, (s) => (s.length ? (last(s) ? front(s) : null) : [])],
  logcumsumexp: [(x) => k.logcumsumexp(x, 0), (s) => s],
  softmin: [(x) => k.softmin(x, 0), (s) => s],
  standardize: [(x) => k.standardize(x, 0), (s) => s],
  normalize: [(x) => k.normalize(x, { dim: 0 }), (s) => s],
  cosineSimilarity: [(x) => k.cosineSimilarity(x, x, { dim: 0 }), (s) => s.slice(1)],
  pairwiseDistance: [(x) => k.pairwiseDistance(x, x), front],
  dist: [(x) => k.dist(x, x), () => []],
  diff: [(x) => k.diff(x), ranked(1, (s) => [...front(s), Math.max(0, last(s) - 1)])],
  trapezoid: [(x) => k.trapezoid(x), ranked(1, front)],
  cumulativeTrapezoid: [(x) => k.cumulativeTrapezoid(x), ranked(1, (s) => [...front(s), Math.max(0, last(s) - 1)])],
  glu: [(x) => k.glu(x), ranked(1, (s) => (last(s) % 2 ? null : [...front(s), last(s) / 2]))],
  heaviside: [(x) => k.heaviside(x, 0.5), (s) => s],
  nanToNum: [(x) => k.nanToNum(x), (s) => s],
  histc: [(x) => k.histc(x), () => [100]],
  cov: [(x) => k.cov(x), (s) => (s.length > 2 ? null : s.length === 2 && s[0] !== 1 ? [s[0]!, s[0]!] : [])],
  corrcoef: [(x) => k.corrcoef(x), (s) => (s.length > 2 ? null : s.length === 2 && s[0] !== 1 ? [s[0]!, s[0]!] : [])],
  renorm: [(x) => k.renorm(x, 2, 0, 1), ranked(2, (s) => s)],
  layerNorm: [(x) => k.layerNorm(x, x.shape.slice(-1)), ranked(1, (s) => s)],
  rmsNorm: [(x) => k.rmsNorm(x, x.shape.slice(-1)), ranked(1, (s) => s)],
  groupNorm: [(x) => k.groupNorm(x, 1), ranked(2, (s) => s)],
  batchNorm: [(x) => k.batchNorm(x, null, null, { training: true }), ranked(1, (s) => (s.length > 1 && count(s) && count(s) === s[1] ? null : s))],
  instanceNorm: [(x) => k.instanceNorm(x), ranked(2, (s) => (count(s.slice(2)) === 1 ? null : s))],
  ravel: [(x) => k.ravel(x), (s) => [count(s)]],
  ...Object.fromEntries(
    [k.dot, k.vdot].map((f) => [f === k.dot ? "dot" : "vdot", [(x: T) => f(x, x), ranked(1, (s) => (s.length > 1 ? null : []))] as const]),
  ),
  vecdot: [(x) => k.vecdot(x, x), ranked(1, front)],
  inner: [(x) => k.inner(x, x), (s) => [...front(s), ...front(s)]],
  outer: [(x) => k.outer(x, x), ranked(1, (s) => (s.length > 1 ? null : [s[0]!, s[0]!]))],
  "matmul, precise": [(x) => k.matmul(x, k.ones([x.shape.at(-1) ?? 1, 2]), { precise: true }), ranked(1, (s) => [...front(s), 2])],
  mm: [(x) => k.mm(x, k.ones([x.shape.at(-1) ?? 1, 2])), (s) => (s.length === 2 ? [s[0]!, 2] : null)],
  mv: [(x) => k.mv(x, k.ones([x.shape.at(-1) ?? 1])), (s) => (s.length === 2 ? front(s) : null)],
  bmm: [(x) => k.bmm(x, k.ones([x.shape[0] ?? 1, x.shape.at(-1) ?? 1, 2])), (s) => (s.length === 3 ? [...front(s), 2] : null)],
  addmm: [(x) => k.addmm(1, x, k.ones([x.shape.at(-1) ?? 1, 2])), (s) => (s.length === 2 ? [s[0]!, 2] : null)],
  addmv: [(x) => k.addmv(1, x, k.ones([x.shape.at(-1) ?? 1])), (s) => (s.length === 2 ? front(s) : null)],
  addr: [(x) => k.addr(1, x, [1, 2]), ranked(1, (s) => (s.length > 1 ? null : [s[0]!, 2]))],
  addbmm: [(x) => k.addbmm(1, x, k.ones([x.shape[0] ?? 1, x.shape.at(-1) ?? 1, 2])), (s) => (s.length === 3 ? [s[1]!, 2] : null)],
  baddbmm: [(x) => k.baddbmm(1, x, k.ones([x.shape[0] ?? 1, x.shape.at(-1) ?? 1, 2])), (s) => (s.length === 3 ? [...front(s), 2] : null)],
  linear: [(x) => k.linear(x, k.ones([2, x.shape.at(-1) ?? 1]), 1), ranked(1, (s) => [...front(s), 2])],
  bilinear: [(x) => k.bilinear(x, x, k.ones([2, x.shape.at(-1) ?? 1, x.shape.at(-1) ?? 1])), ranked(1, (s) => [...front(s), 2])],
  kron: [(x) => k.kron(x, k.ones([2, 1])), (s) => (s.length < 2 ? [2, s[0] ?? 1] : [...s.slice(0, -2), 2 * s.at(-2)!, last(s)])],
  tensordot: [(x) => k.tensordot(x, k.ones([x.shape.at(-1) ?? 1, 2]), 1), ranked(1, (s) => [...front(s), 2])],
  einsum: [(x) => k.einsum("...->...", x), (s) => s],
  "einsum of the last dimension": [(x) => k.einsum("...i,i->...", x, k.ones([x.shape.at(-1) ?? 1])), ranked(1, front)],
  cross: [(x) => k.cross(x, x), ranked(1, (s) => (last(s) === 3 ? s : null))],
  cdist: [(x) => k.cdist(x, x), ranked(2, (s) => [...front(s), s.at(-2)!])],
  multiDot: [(x) => k.multiDot([x, k.ones([x.shape.at(-1) ?? 1, 2])]), (s) => (s.length === 1 ? [2] : s.length === 2 ? [s[0]!, 2] : null)],
  chainMatmul: [(x) => k.chainMatmul(x, k.ones([x.shape.at(-1) ?? 1, 2])), (s) => (s.length === 2 ? [s[0]!, 2] : null)],
  matrixPower: [(x) => k.matrixPower(x, 2), ranked(2, (s) => (last(s) === s.at(-2) ? s : null))],
  scaledDotProductAttention: [(x) => k.scaledDotProductAttention(x, x, x), ranked(2, (s) => s)],
  multinomial: [(x) => k.multinomial(k.fullLike(x, 1), 1), (s) => (s.length === 1 || s.length === 2 ? (last(s) ? [...front(s), 1] : null) : null)],
};

const NINE = [1, 2, 1, 1, 3, 1, 2, 1, 2];
const SHAPES: readonly (readonly number[])[] = [
  [],
  [0],
  [1],
  [4],
  [0, 3],
  [3, 0],
  [1, 3],
  [3, 1],
  [4, 5],
  [2, 0, 3],
  [1, 1, 1],
  [2, 3, 4],
  NINE,
  NINE.with(4, 0),
];

describe.each(Object.entries({ ...CASES, ...SAME }))("%s", (_, { run, shape: expected, at }) => {
  test.each(SHAPES.map((s) => [`[${s.join(", ")}]`, s] as const))("of %s", (_name, s) => {
    const x = iota(s),
      shape = expected(s);
    if (!shape) return expect(() => run(x)).toThrow(RangeError);
    const y = run(x),
      want: number[] = [];
    expect(y.shape).toEqual(shape);
    for (let n = 0; n < count(shape); n++) {
      let rest = n;
      const index = shape.map(() => 0);
      for (let d = shape.length - 1; d >= 0; rest = Math.floor(rest / shape[d--]!)) index[d] = rest % shape[d]!;
      const from = at(index, s);
      want.push(typeof from === "number" ? from : from.reduce((sum, i, d) => sum * s[d]! + i, 0));
    }
    expect([...y.dataSync()]).toEqual(want);
  });
});

describe.each(Object.entries(REDUCED))("%s", (_, [run, value]) => {
  test.each(SHAPES.map((s) => [`[${s.join(", ")}]`, s] as const))("of %s", (_name, s) => {
    const x = iota(s),
      whole = run(x);
    expect([whole.shape, [...whole.dataSync()]]).toEqual([[], [value(count(s))]]);
    for (const [d, n] of s.entries()) {
      const rest = s.filter((_n, i) => i !== d);
      expect([run(x, d).shape, run(x, d - s.length, true).shape]).toEqual([rest, s.with(d, 1)]);
      expect([...run(x, d).dataSync()]).toEqual(new Array(count(rest)).fill(value(n)));
    }
  });
});
describe.each(Object.entries(SHAPED))("%s", (_, [run, expected]) => {
  test.each(SHAPES.map((s) => [`[${s.join(", ")}]`, s] as const))("of %s", (_name, s) => {
    const x = iota(s),
      shape = expected(s);
    if (!shape) return expect(() => run(x)).toThrow(RangeError);
    expect(run(x).shape).toEqual(shape);
    expect(run(x).dataSync()).toHaveLength(count(shape));
  });
});

/** What depends on values: all of x, of which no two elements are equal. */
test.each(SHAPES.map((s) => [`[${s.join(", ")}]`, s] as const))("maskedSelect, nonzero, unique and toDevice of %s", async (_name, s) => {
  const x = iota(s),
    all = [...x.dataSync()];
  expect([...(await k.maskedSelect(x, k.onesLike(x, { dtype: "bool" }))).dataSync()]).toEqual(all);
  expect((await k.nonzero(k.onesLike(x))).shape).toEqual([count(s), s.length]);
  expect([...(await k.unique(x)).values.dataSync()]).toEqual(all);
  expect([...(await k.toDevice(x, cpu())).dataSync()]).toEqual(all);
});

/** An elementwise op is that of the elements in a row, whatever the shape; and of nothing it is nothing. */
const whole = (x: T): T => k.to(x, "int32");
const OTHERS: Record<string, (x: T) => T> = {
  addcdiv: (x) => k.addcdiv(x, x, x),
  addcmul: (x) => k.addcmul(x, x, x),
  bitwiseAnd: (x) => k.bitwiseAnd(whole(x), 5),
  bitwiseLeftShift: (x) => k.bitwiseLeftShift(whole(x), 1),
  bitwiseNot: (x) => k.bitwiseNot(whole(x)),
  bitwiseOr: (x) => k.bitwiseOr(whole(x), 5),
  bitwiseRightShift: (x) => k.bitwiseRightShift(whole(x), 1),
  bitwiseXor: (x) => k.bitwiseXor(whole(x), 5),
  gelu: (x) => k.gelu(x),
  prelu: (x) => k.prelu(x, 0.25),
  threshold: (x) => k.threshold(x, 1, 5),
};
describe.each([...new Set([...Object.keys(elementwise), ...Object.keys(OTHERS)])])("%s", (name) => {
  const op = (k as unknown as Record<string, ((...all: T[]) => T) & { row?: k.Row }>)[name]!,
    arity = name in OTHERS ? 1 : (op.row?.body.length ?? 1),
    apply = OTHERS[name] ?? ((x: T): T => op(...new Array<T>(arity).fill(x)));
  test("of every shape", () => {
    for (const s of SHAPES) {
      const x = iota(s),
        y = apply(x);
      expect(y.shape).toEqual(s);
      expect([...y.dataSync()]).toEqual([...apply(k.reshape(x, [-1])).dataSync()]);
      if (arity > 1) expect(op(x, ...new Array<T>(arity - 1).fill(iota([1]))).shape).toEqual(s.length ? s : [1]);
    }
  });
});

test("every op is asked about here", () => {
  const asked = new Set(
      [
        ...Object.keys({ ...CASES, ...SAME, ...REDUCED, ...SHAPED, ...OTHERS })
          .join(" ")
          .matchAll(/\w+/g),
      ].map(([word]) => word.replace(/^chunks$/, "chunk")),
    ),
    apart = ["maskedSelect", "nonzero", "unique", "toDevice"];
  expect(Object.keys(structural).filter((name) => !asked.has(name) && !apart.includes(name))).toEqual([]);
});
