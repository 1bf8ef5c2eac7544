/** Every number that an op takes (a size, a dimension, an index, a count, a shift), given as what is none: the right answer or a typed error, and never a hang. */
import { beforeAll, expect, test } from "vitest";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { structural } from "../src/reference/index.js";

type T = k.Tensor;
beforeAll(() => k.setDefaultDevice(cpu()));

/** The elements 0, 1, 2, …: each says where it came from. */
const iota = (shape: readonly number[]): T =>
  k.tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i),
    { shape },
  );
const ints = (...x: number[]): T => k.tensor(Int32Array.from(x));

/** Each takes one number of the user's: a size, a dimension, an index, a shift. Nothing of these is any of them. */
const BAD = [-7, 1.5, NaN, Infinity, -Infinity, 2 ** 31, 2 ** 32, 2 ** 53];
const TAKES: Record<string, readonly [run: (n: number) => unknown, but?: readonly number[]]> = {
  "select dim": [(n) => k.select(iota([2, 3]), n, 0)],
  "select index": [(n) => k.select(iota([2, 3]), 0, n)],
  "narrow dim": [(n) => k.narrow(iota([2, 3]), n, 0, 1)],
  "narrow start": [(n) => k.narrow(iota([2, 3]), 0, n, 1)],
  "narrow length": [(n) => k.narrow(iota([2, 3]), 0, 0, n)],
  flip: [(n) => k.flip(iota([2, 3]), n)],
  squeeze: [(n) => k.squeeze(iota([2, 3]), n)],
  unsqueeze: [(n) => k.unsqueeze(iota([2, 3]), n)],
  flatten: [(n) => k.flatten(iota([2, 3]), n)],
  "unflatten dim": [(n) => k.unflatten(iota([2, 3]), n, [3])],
  "unflatten size": [(n) => k.unflatten(iota([2, 3]), 1, [n, 1])],
  "movedim from": [(n) => k.movedim(iota([2, 3]), n, 0)],
  "movedim to": [(n) => k.movedim(iota([2, 3]), 0, n)],
  transpose: [(n) => k.transpose(iota([2, 3]), 0, n)],
  "diagonal dim": [(n) => k.diagonal(iota([2, 3]), 0, n, 1)],
  "diagonal offset": [(n) => k.diagonal(iota([2, 3]), n), [-7, 2 ** 31, 2 ** 32, 2 ** 53]],
  "split size": [(n) => k.split(iota([2, 3]), n), [2 ** 31, 2 ** 32]],
  "split sizes": [(n) => k.split(iota([2, 3]), [1, n])],
  "chunk number": [(n) => k.chunk(iota([2, 3]), n), [2 ** 31, 2 ** 32]],
  unbind: [(n) => k.unbind(iota([2, 3]), n)],
  broadcastTo: [(n) => k.broadcastTo(iota([2, 3]), [n, 2, 3])],
  "at index": [(n) => k.at(iota([2, 3]), n)],
  "at step": [(n) => k.at(iota([2, 3]), [null, null, n]), [-7, 2 ** 31, 2 ** 32]],
  "at end": [(n) => k.at(iota([2, 3]), [0, n]), [-7, 2 ** 31, 2 ** 32]],
  "indexPut index": [(n) => k.indexPut(iota([2, 3]), [n], 0)],
  "cat dim": [(n) => k.cat([iota([2, 3])], n)],
  "stack dim": [(n) => k.stack([iota([2, 3])], n)],
  pad: [(n) => k.pad(iota([2, 3]), [n, 0])],
  "pad, reflect": [(n) => k.pad(iota([2, 3]), [n, 0], { mode: "reflect" })],
  "pad, replicate": [(n) => k.pad(iota([2, 3]), [0, n], { mode: "replicate" })],
  "roll shift": [(n) => k.roll(iota([2, 3]), n, 0), [-7, 2 ** 31, 2 ** 32]],
  "roll dim": [(n) => k.roll(iota([2, 3]), 1, n)],
  "tril diagonal": [(n) => k.tril(iota([2, 3]), n), [-7, 2 ** 31, 2 ** 32, 2 ** 53]],
  "gather dim": [(n) => k.gather(iota([2, 3]), n, ids())],
  "indexSelect dim": [(n) => k.indexSelect(iota([2, 3]), n, ints(0))],
  "takeAlongDim dim": [(n) => k.takeAlongDim(iota([2, 3]), ids(), n)],
  "scatter dim": [(n) => k.scatter(iota([2, 3]), n, ids(), 0)],
  "indexAdd dim": [(n) => k.indexAdd(iota([2, 3]), n, ints(0), iota([1, 3]))],
  repeat: [(n) => k.repeat(iota([2, 3]), [n, 1])],
  tile: [(n) => k.tile(iota([2, 3]), [n])],
  "repeatInterleave number": [(n) => k.repeatInterleave(iota([2, 3]), n)],
  "repeatInterleave list": [(n) => k.repeatInterleave(iota([2, 3]), [1, n], 0)],
  "repeatInterleave dim": [(n) => k.repeatInterleave(iota([2, 3]), 1, n)],
  "countNonzero dim": [(n) => k.countNonzero(iota([2, 3]), n)],
  "any dim": [(n) => k.any(iota([2, 3]), n)],
  "all dim": [(n) => k.all(iota([2, 3]), n)],
  "mean dim": [(n) => k.mean(iota([2, 3]), n)],
  "zeros size": [(n) => k.zeros([n, 2])],
  "ones size": [(n) => k.ones([n])],
  "empty size": [(n) => k.empty([2, n])],
  "full size": [(n) => k.full([2, n], 0)],
  "tensor shape": [(n) => k.tensor([1], { shape: [n] })],
  "eye size": [(n) => k.eye(n)],
  "eye columns": [(n) => k.eye(2, n)],
  "arange end": [(n) => k.arange(n), [1.5]],
  "linspace steps": [(n) => k.linspace(0, 1, n)],
  "logspace steps": [(n) => k.logspace(0, 1, n)],
  "rand size": [(n) => k.rand([n, 2])],
  "rand size, float64": [(n) => k.rand([n, 2], { dtype: "float64" })],
  "randn size": [(n) => k.randn([n])],
  "randint size": [(n) => k.randint(3, [n])],
  "uniform size": [(n) => k.uniform(0, 1, [n])],
  "normal size": [(n) => k.normal(0, 1, [n])],
  "bernoulli size": [(n) => k.bernoulli(0.5, { shape: [n] })],
  "reshape size": [(n) => k.reshape(iota([2, 3]), [n, 1])],
  "reshape product": [(n) => k.reshape(iota([2, 3]), [n, n])],
  "expand size": [(n) => k.expand(iota([1, 3]), [n, 3])],
  "permute dim": [(n) => k.permute(iota([2, 3]), [0, n])],
  "swapdims dim": [(n) => k.swapdims(iota([2, 3]), n, 0)],
  "take index": [(n) => k.take(iota([2, 3]), ints(n)), [1.5, NaN, Infinity, -Infinity, 2 ** 32, 2 ** 53]],
  "embedding padding": [(n) => k.embedding(iota([2, 3]), ints(0), { paddingIdx: n })],
  "sum dim": [(n) => k.sum(iota([2, 3]), n)],
  "amax dim": [(n) => k.amax(iota([2, 3]), n)],
  "amin dim": [(n) => k.amin(iota([2, 3]), [0, n])],
  "softmax dim": [(n) => k.softmax(iota([2, 3]), n)],
  "logSoftmax dim": [(n) => k.logSoftmax(iota([2, 3]), n)],
  "logsumexp dim": [(n) => k.logsumexp(iota([2, 3]), n)],
  "variance dim": [(n) => k.variance(iota([2, 3]), n)],
  "var dim": [(n) => k.var(iota([2, 3]), n)],
  "std dim": [(n) => k.std(iota([2, 3]), n)],
  "prod dim": [(n) => k.prod(iota([2, 3]), n)],
  "nansum dim": [(n) => k.nansum(iota([2, 3]), n)],
  "nanmean dim": [(n) => k.nanmean(iota([2, 3]), n)],
  "argmax dim": [(n) => k.argmax(iota([2, 3]), n)],
  "argmin dim": [(n) => k.argmin(iota([2, 3]), n)],
  "max dim": [(n) => k.max(iota([2, 3]), n)],
  "min dim": [(n) => k.min(iota([2, 3]), n)],
  "median dim": [(n) => k.median(iota([2, 3]), n)],
  "nanmedian dim": [(n) => k.nanmedian(iota([2, 3]), n)],
  "mode dim": [(n) => k.mode(iota([2, 3]), n)],
  "varMean dim": [(n) => k.varMean(iota([2, 3]), n)],
  "stdMean dim": [(n) => k.stdMean(iota([2, 3]), n)],
  "aminmax dim": [(n) => k.aminmax(iota([2, 3]), n)],
  "norm dim": [(n) => k.norm(iota([2, 3]), 2, n)],
  "vectorNorm dim": [(n) => k.vectorNorm(iota([2, 3]), 2, n)],
  "quantile dim": [(n) => k.quantile(iota([2, 3]), 0.5, n)],
  "quantile q": [(n) => k.quantile(iota([2, 3]), n)],
  "nanquantile dim": [(n) => k.nanquantile(iota([2, 3]), 0.5, n)],
  "logcumsumexp dim": [(n) => k.logcumsumexp(iota([2, 3]), n)],
  "diff dim": [(n) => k.diff(iota([2, 3]), { dim: n })],
  "diff times": [(n) => k.diff(iota([2, 3]), { n }), [2 ** 31, 2 ** 32, 2 ** 53]],
  "trapezoid dim": [(n) => k.trapezoid(iota([2, 3]), { dim: n })],
  "cumulativeTrapezoid dim": [(n) => k.cumulativeTrapezoid(iota([2, 3]), { dim: n })],
  "glu dim": [(n) => k.glu(iota([2, 4]), n)],
  "histc bins": [(n) => k.histc(iota([2, 3]), { bins: n })],
  "renorm dim": [(n) => k.renorm(iota([2, 3]), 2, n, 1)],
  "layerNorm shape": [(n) => k.layerNorm(iota([2, 3]), n)],
  "rmsNorm shape": [(n) => k.rmsNorm(iota([2, 3]), [n])],
  "groupNorm groups": [(n) => k.groupNorm(iota([2, 3]), n)],
  "standardize dim": [(n) => k.standardize(iota([2, 3]), n)],
  "normalize dim": [(n) => k.normalize(iota([2, 3]), { dim: n })],
  "cosineSimilarity dim": [(n) => k.cosineSimilarity(iota([2, 3]), iota([2, 3]), { dim: n })],
  "softmin dim": [(n) => k.softmin(iota([2, 3]), n)],
  "cumsum dim": [(n) => k.cumsum(iota([2, 3]), n)],
  "cumprod dim": [(n) => k.cumprod(iota([2, 3]), n)],
  "cummax dim": [(n) => k.cummax(iota([2, 3]), n)],
  "cummin dim": [(n) => k.cummin(iota([2, 3]), n)],
  "sort dim": [(n) => k.sort(iota([2, 3]), n)],
  "argsort dim": [(n) => k.argsort(iota([2, 3]), n)],
  "topk count": [(n) => k.topk(iota([2, 3]), n)],
  "topk dim": [(n) => k.topk(iota([2, 3]), 1, n)],
  "kthvalue rank": [(n) => k.kthvalue(iota([2, 3]), n)],
  "kthvalue dim": [(n) => k.kthvalue(iota([2, 3]), 1, n)],
  ...Object.fromEntries(
    ([k.conv1d, k.conv2d, k.conv3d, k.convTranspose1d, k.convTranspose2d, k.convTranspose3d] as readonly k.Convolve[]).flatMap((f, i) => {
      const [name, dims] = [`${i < 3 ? "conv" : "convTranspose"}${(i % 3) + 1}d`, (i % 3) + 1],
        x = iota([2, ...new Array<number>(dims).fill(3)]),
        w = iota([2, 2, ...new Array<number>(dims).fill(2)]);
      const most: Record<string, number[]> = i < 3 ? { stride: [2 ** 31, 2 ** 32] } : {};
      const option = (what: string): [string, [run: (n: number) => T, but?: readonly number[]]] => [
        `${name} ${what}`,
        [(n) => f(x, w, { [what]: n }), most[what]],
      ];
      return ["stride", "padding", "dilation", "groups"].map(option);
    }),
  ),
  ...Object.fromEntries(
    ["1d", "2d", "3d"].flatMap((dims, i) => {
      const x = iota([2, ...new Array<number>(i + 1).fill(4)]),
        index = k.tensor(new Int32Array(x.size), { shape: x.shape });
      const of = (name: string): ((x: T, n: unknown, options?: object) => T) =>
        (k as unknown as Record<string, (x: T, n: unknown, options?: object) => T>)[name + dims]!;
      const unpool = (n: unknown, options?: object): T =>
        (of("maxUnpool") as unknown as (x: T, index: T, n: unknown, options?: object) => T)(x, index, n, options);
      const all: Record<string, readonly [run: (n: number) => unknown, but?: readonly number[]]> = {
        [`maxUnpool${dims} kernelSize`]: [(n) => unpool(n)],
        [`maxUnpool${dims} stride`]: [(n) => unpool(2, { stride: n })],
        [`maxUnpool${dims} outputSize`]: [(n) => unpool(2, { outputSize: x.shape.slice(1).map(() => n) })],
      };
      for (const name of ["maxPool", "avgPool"]) {
        all[`${name}${dims} kernelSize`] = [(n) => of(name)(x, n)];
        all[`${name}${dims} stride`] = [(n) => of(name)(x, 2, { stride: n }), [2 ** 31, 2 ** 32]];
        all[`${name}${dims} padding`] = [(n) => of(name)(x, 2, { padding: n })];
      }
      const lpPool = of("lpPool") as unknown as (x: T, p: number, n: unknown, options?: object) => T;
      all[`lpPool${dims} kernelSize`] = [(n) => lpPool(x, 2, n)];
      all[`lpPool${dims} stride`] = [(n) => lpPool(x, 2, 2, { stride: n }), [2 ** 31, 2 ** 32]];
      all[`maxPool${dims} dilation`] = [(n) => of("maxPool")(x, 2, { dilation: n })];
      for (const name of ["adaptiveMaxPool", "adaptiveAvgPool"]) all[`${name}${dims} outputSize`] = [(n) => of(name)(x, n)];
      return Object.entries(all);
    }),
  ),
  "fold outputSize": [(n) => k.fold(iota([4, 6]), n, 2)],
  "fold kernelSize": [(n) => k.fold(iota([4, 6]), [3, 4], n)],
  "fold padding": [(n) => k.fold(iota([4, 6]), [3, 4], 2, { padding: n })],
  "unfold kernelSize": [(n) => k.unfold(iota([1, 3, 4]), n)],
  "unfold stride": [(n) => k.unfold(iota([1, 3, 4]), 2, { stride: n }), [2 ** 31, 2 ** 32]],
  "unfold dilation": [(n) => k.unfold(iota([1, 3, 4]), 2, { dilation: n })],
  "unfold dim": [(n) => k.unfold(iota([3, 4]), n, 2)],
  "unfold size": [(n) => k.unfold(iota([3, 4]), 0, n)],
  "unfold step": [(n) => k.unfold(iota([3, 4]), 0, 2, n), [2 ** 31, 2 ** 32]],
  "interpolate size": [(n) => k.interpolate(iota([1, 1, 4]), { size: n })],
  "interpolate scaleFactor": [(n) => k.interpolate(iota([1, 1, 4]), { scaleFactor: n }), [1.5]],
  "upsample size": [(n) => k.upsample(iota([1, 1, 4]), { size: n })],
  "pixelShuffle upscaleFactor": [(n) => k.pixelShuffle(iota([4, 1, 1]), n)],
  "pixelUnshuffle downscaleFactor": [(n) => k.pixelUnshuffle(iota([1, 2, 2]), n)],
  "localResponseNorm size": [(n) => k.localResponseNorm(iota([1, 2, 3]), n)],
  "scatterAdd dim": [(n) => k.scatterAdd(iota([2, 3]), n, ids(), iota([2, 3]))],
  "triu diagonal": [(n) => k.triu(iota([2, 3]), n), [-7, 2 ** 31, 2 ** 32, 2 ** 53]],
  randperm: [(n) => k.randperm(n)],
  "multinomial count": [(n) => k.multinomial([1, 2, 3], n)],
  oneHot: [(n) => k.oneHot(ints(0), n)],
  "cdist power": [(n) => k.cdist(iota([2, 3]), iota([2, 3]), n), [1.5, Infinity, 2 ** 31, 2 ** 32, 2 ** 53]],
  "cross dim": [(n) => k.cross(iota([3, 3]), iota([3, 3]), n)],
  "matrixPower power": [(n) => k.matrixPower(k.eye(2), n), [2 ** 31, 2 ** 32]],
  "tensordot number": [(n) => k.tensordot(iota([2, 3]), iota([3, 2]), n)],
  "tensordot dim": [(n) => k.tensordot(iota([2, 3]), iota([3, 2]), [[n], [0]])],
  "vecdot dim": [(n) => k.vecdot(iota([2, 3]), iota([2, 3]), n)],
  "scaledDotProductAttention dropout": [(n) => k.scaledDotProductAttention(iota([2, 3]), iota([2, 3]), iota([2, 3]), { dropoutP: n })],
};
function ids(): T {
  return k.tensor(new Int32Array(6), { shape: [2, 3] });
}
test.each(Object.entries(TAKES))("%s: no number that is none", (_, [run, but = []]) => {
  for (const n of BAD) {
    if (but.includes(n)) expect(() => run(n), String(n)).not.toThrow();
    else expect(() => run(n), String(n)).toThrow(RangeError);
  }
});
test("slices and shifts far beyond the end are brought back", () => {
  const x = iota([5]);
  expect([...k.at(x, [-7, 2 ** 31, 2 ** 32]).dataSync()]).toEqual([0]);
  expect([...k.at(x, [null, null, -(2 ** 31)]).dataSync()]).toEqual([4]);
  expect([...k.roll(x, 2 ** 32 + 1).dataSync()]).toEqual([3, 4, 0, 1, 2]);
  expect([...k.tril(iota([2, 2]), -(2 ** 40)).dataSync()]).toEqual([0, 0, 0, 0]);
  expect([...k.triu(iota([2, 2]), -(2 ** 40)).dataSync()]).toEqual([0, 1, 2, 3]);
  expect(k.chunk(x, 2 ** 31)).toHaveLength(5);
  expect(k.diagonal(iota([2, 2]), 2 ** 53).shape).toEqual([0]);
});

/** Ops that take no number but values. */
const NONE = ["addbmm", "addmm", "addmv", "addr", "baddbmm", "bilinear", "bmm", "chainMatmul", "dot", "einsum", "inner", "kron", "linear", "mm", "multiDot", "mv", "outer", "vdot", "bitwiseAnd", "bitwiseLeftShift", "bitwiseNot", "bitwiseOr", "bitwiseRightShift", "bitwiseXor", "broadcastTensors", "bucketize", "clamp", "clone", "detach", "expandAs", "gelu", "heaviside", "nanToNum", "maskedFill", "maskedSelect", "matmul", "meshgrid", "nextafter", "nonzero", "randLike", "randnLike", "ravel", "searchsorted", "t", "to", "toDevice", "where", "batchNorm", "corrcoef", "cov", "dist", "instanceNorm", "pairwiseDistance"]; // prettier-ignore
test("every op that takes a number is asked about here", () => {
  const asked = new Set(Object.keys(TAKES).map((name) => /^\w+/.exec(name)![0]));
  expect(Object.keys(structural).filter((name) => !asked.has(name) && !NONE.includes(name) && name !== "unique")).toEqual([]);
});
test("unique along no dimension", async () => {
  for (const n of BAD) await expect(k.unique(iota([2, 3]), { dim: n }), String(n)).rejects.toThrow(RangeError);
});
test("sizes that are no array", () => {
  for (const make of [k.zeros, k.ones, k.empty, k.rand, k.randn] as ((...sizes: never[]) => T)[])
    expect(() => make(2 as never, 3 as never)).toThrow(/^\w+: the shape is 2\. Pass an array of sizes, such as \[2, 3\]\.$/);
  expect(() => k.full(2 as never, 0)).toThrow(TypeError);
});
test("products of sizes that overflow", () => {
  const many = [2 ** 20, 2 ** 20, 2 ** 20, 2 ** 20];
  for (const make of [k.zeros, k.ones, k.empty, k.rand, k.randn] as ((s: readonly number[]) => T)[])
    expect(() => make(many)).toThrow(/^\w+: shape \[1048576, 1048576, 1048576, 1048576\] has .* elements\. A tensor holds at most 2\^30\.$/);
  for (const make of [
    (): T => k.expand(iota([1]), many),
    (): T => k.broadcastTo(iota([1]), many),
    (): T => k.repeat(iota([1]), many),
    (): T => k.tile(iota([1]), many),
    (): T => k.repeatInterleave(iota([2]), 2 ** 30),
    (): T => k.matmul(k.expand(iota([1]), [2 ** 20, 1]), k.expand(iota([1]), [1, 2 ** 20])),
    (): T => k.oneHot(k.expand(ints(0), [2 ** 20]), 2 ** 20),
    (): T => k.stack(new Array<T>(4).fill(k.expand(iota([1]), [2 ** 29]))),
    (): T => k.cat(new Array<T>(4).fill(k.expand(iota([1]), [2 ** 29]))),
    (): T => k.pad(iota([2]), [2 ** 30, 0]),
    (): T => k.meshgrid([k.expand(iota([1]), [2 ** 20]), k.expand(iota([1]), [2 ** 20])])[0]!,
  ])
    expect(make, String(make)).toThrow(RangeError);
  // Nobody need ever hold what broadcasts.
  const wide = k.add(k.expand(iota([1]), [2 ** 20, 1]), k.expand(iota([1]), [1, 2 ** 20]));
  expect(() => wide.dataSync()).toThrow(/^cpu: out of memory, 4398046511104 bytes wanted/);
  expect(() => k.mul(wide, wide).dataSync()).toThrow(RangeError);
});
