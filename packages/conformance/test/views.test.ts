/** How a tensor lies changes nothing: every op on views that lie in every way, against the same op on contiguous copies, bit for bit. A view costs no memory. */
import { beforeAll, describe, expect, test } from "vitest";
import { backward } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { random } from "../src/cases.js";
import { elementwise, structural } from "../src/reference/index.js";

type T = k.Tensor;
beforeAll(() => k.setDefaultDevice(cpu()));
/** A device that is not the default. */
const elsewhere = cpu();

const next = random(7);
const count = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
const floats = (...shape: number[]): T =>
  k.tensor(
    Float32Array.from({ length: count(shape) }, () => next() / 2 ** 30 - 2),
    { shape },
  );
const ids = (n: number, ...shape: number[]): T =>
  k.tensor(
    Int32Array.from({ length: count(shape) }, () => next() % n),
    { shape },
  );
const copied = (t: T): T => k.tensor(t.dataSync(), { shape: t.shape, dtype: t.dtype });
const bits = (t: T): number[] => [...new Uint8Array(t.dataSync().buffer)];
const many = (x: T | readonly T[]): readonly T[] => (Array.isArray(x) ? x : [x as T]);

/** Views of shape [4, 6], of elements that `make` makes. */
const VIEWS: Record<string, (make: (...shape: number[]) => T) => T> = {
  contiguous: (make) => make(4, 6),
  transposed: (make) => k.transpose(make(6, 4), 0, 1),
  "repeated rows": (make) => k.expand(make(1, 6), [4, 6]),
  "repeated columns": (make) => k.expand(make(4, 1), [4, 6]),
  "a slice in the middle": (make) => k.at(make(7, 9), [2, 6], [1, 7]),
  "every other column": (make) => k.at(make(4, 12), null, [1, null, 2]),
  "every other row": (make) => k.at(make(9, 6), [1, 8, 2]),
  "columns backwards": (make) => k.flip(make(4, 6), 1),
  "rows backwards": (make) => k.flip(make(4, 6), 0),
  "both backwards, transposed, every third": (make) => k.at(k.transpose(k.flip(make(18, 8), [0, 1]), 0, 1), [null, null, 2], [null, null, 3]),
  "a selected row, repeated": (make) => k.expand(k.select(make(3, 6), 0, -1), [4, 6]),
  "a selected middle dimension": (make) => k.select(make(4, 5, 6), 1, 3),
  diagonals: (make) => k.diagonal(make(6, 4, 7), 1, 0, 2),
  "merged from three": (make) => k.reshape(k.narrow(make(2, 3, 6), 1, 1, 2), [4, 6]),
};

const W = Float32Array.from({ length: 24 }, (_, i) => ((i * 7) % 11) - 5),
  weights = (): T => k.tensor(W, { shape: [4, 6] }),
  signs = (): T =>
    k.tensor(
      Uint8Array.from(W, (w) => +(w > 0)),
      { shape: [4, 6] },
    ),
  columns = (): T => ids5(4, 3);
const ids5 = (...shape: number[]): T =>
  k.tensor(
    Int32Array.from({ length: count(shape) }, (_, i) => (i * 5) % 4),
    { shape },
  );

/** Whole numbers from −4 to 4. */
const cube = (...shape: number[]): T =>
  k.tensor(
    Float32Array.from({ length: count(shape) }, (_, i) => ((i * 5) % 9) - 4),
    { shape },
  );

/** Of whole numbers: sums of their products are exact. */
const filters = (...shape: number[]): T =>
  k.tensor(
    Float32Array.from({ length: count(shape) }, (_, i) => ((i * 7) % 5) - 2),
    { shape },
  );

/** Indices of which no two of a row are equal. */
const apart = (below: number): T =>
  k.tensor(
    Int32Array.from({ length: 24 }, (_, i) => (i * 5) % below),
    { shape: [4, 6] },
  );

type Ways = ((x: T) => T | readonly T[] | Promise<T | readonly T[]>)[];
const seeded = () => ({ generator: k.generator(3) });
const asInt = (x: T): T => k.to(k.mul(x, 10), "int32");
/** Between 0 and 1. */
const chances = (x: T): T => k.sigmoid(x);
/** A row takes x in each of its places. */
function places(row: k.Elementwise<1> | k.Elementwise<2> | k.Elementwise<3>): Ways {
  const f = row as (...x: readonly T[]) => T,
    arity = row.row.body.length;
  return Array.from(
    { length: arity },
    (_, at) => (x: T) => f(...Array.from({ length: at }, weights), x, ...Array.from({ length: arity - at - 1 }, weights)),
  );
}
type Row = { [K in keyof typeof elementwise]: (typeof k)[K] extends { readonly row: unknown } ? K : never }[keyof typeof elementwise];
const names = (Object.keys(elementwise) as (keyof typeof elementwise)[]).filter((name): name is Row => "row" in k[name]),
  rows = Object.fromEntries(names.map((name) => [name, places(k[name])])) as Record<Row, Ways>;
/** Every op of the library, as used on a [4, 6] operand in each of its places. A structural op without an entry does not compile. */
const OPS: Record<keyof typeof elementwise | keyof typeof structural, Ways> = {
  ...rows,
  add: [(x) => k.add(x, weights()), (x) => k.add([1, 2, 3, 4, 5, 6], x), (x) => k.add(x, x)],
  all: [(x) => k.all(x, 0), (x) => k.all(k.gt(x, -1), 1), (x) => k.all(x)],
  amax: [(x) => k.amax(x), (x) => k.amax(x, 0), (x) => k.amax(x, 1)],
  amin: [(x) => k.amin(x, 0), (x) => k.amin(x, 1)],
  any: [(x) => k.any(k.gt(x, 1), 0), (x) => k.any(k.gt(x, 1.5), 1, { keepdim: true }), (x) => k.any(x)],
  countNonzero: [(x) => k.countNonzero(k.gt(x, 0), 0), (x) => k.countNonzero(k.gt(x, 0), 1), (x) => k.countNonzero(x)],
  mean: [(x) => k.mean(x), (x) => k.mean(x, 0), (x) => k.mean(x, 1, { keepdim: true })],
  variance: [(x) => k.variance(x, 0), (x) => k.variance(x, 1, { correction: 0 }), (x) => k.variance(x)],
  var: [(x) => k.var(x, 1)],
  std: [(x) => k.std(x, 0, { keepdim: true }), (x) => k.std(x)],
  norm: [
    (x) => k.norm(x),
    (x) => k.norm(x, 3, 0),
    (x) => k.norm(x, Infinity, 1),
    (x) => k.norm(x, 0.5, 1),
    (x) => k.norm(x, -2, 0),
    (x) => k.norm(x, 8, 1),
  ],
  vectorNorm: [(x) => k.vectorNorm(x, 2, [0, 1])],
  dist: [(x) => k.dist(x, weights()), (x) => k.dist(weights(), x, 1)],
  prod: [(x) => k.prod(x, 0), (x) => k.prod(x, 1, { keepdim: true }), (x) => k.prod(x)],
  argmax: [(x) => k.argmax(x, 0), (x) => k.argmax(x, 1), (x) => k.argmax(x)],
  argmin: [(x) => k.argmin(x, 0), (x) => k.argmin(x)],
  max: [(x) => k.max(x), (x) => Object.values(k.max(x, 0)), (x) => Object.values(k.max(x, 1)), (x) => k.max(weights(), x)],
  min: [(x) => k.min(x), (x) => Object.values(k.min(x, 1)), (x) => k.min(x, weights())],
  median: [(x) => k.median(x), (x) => Object.values(k.median(x, 0)), (x) => Object.values(k.median(x, 1))],
  nanmedian: [(x) => k.nanmedian(x), (x) => Object.values(k.nanmedian(x, 1))],
  mode: [(x) => Object.values(k.mode(k.floor(x), 0)), (x) => Object.values(k.mode(k.floor(x)))],
  quantile: [(x) => k.quantile(x, 0.3), (x) => k.quantile(x, [0.1, 0.7], 0), (x) => k.quantile(x, 0.5, 1, { interpolation: "nearest" })],
  nanquantile: [(x) => k.nanquantile(x, 0.3, 0), (x) => k.nanquantile(weights(), k.select(chances(x), 1, 2), 1)],
  nansum: [(x) => k.nansum(x, 0)],
  nanmean: [(x) => k.nanmean(x, 1)],
  logcumsumexp: [(x) => k.logcumsumexp(x, 0), (x) => k.logcumsumexp(x, 1)],
  diff: [(x) => k.diff(x), (x) => k.diff(x, { dim: 0, n: 2, prepend: x })],
  trapezoid: [(x) => k.trapezoid(x), (x) => k.trapezoid(weights(), { x, dim: 0 }), (x) => k.trapezoid(x, { x: [0, 1, 3, 4, 6, 9] })],
  cumulativeTrapezoid: [(x) => k.cumulativeTrapezoid(x), (x) => k.cumulativeTrapezoid(weights(), { x, dim: 0 })],
  glu: [(x) => k.glu(x), (x) => k.glu(x, 0)],
  heaviside: [(x) => k.heaviside(x, weights()), (x) => k.heaviside(weights(), x)],
  nanToNum: [(x) => k.nanToNum(x), (x) => k.nanToNum(k.log(x), { nan: 1, neginf: -7 })],
  histc: [(x) => k.histc(x, { bins: 4 }), (x) => k.histc(x, { bins: 5, min: -1, max: 1 })],
  cov: [(x) => k.cov(x), (x) => k.cov(weights(), { aweights: k.select(chances(x), 0, 1) })],
  corrcoef: [(x) => k.corrcoef(x)],
  renorm: [(x) => k.renorm(x, 2, 0, 1), (x) => k.renorm(x, 1, 1, 0.5)],
  layerNorm: [(x) => k.layerNorm(x, 6), (x) => k.layerNorm(weights(), [4, 6], { weight: x, bias: x })],
  rmsNorm: [(x) => k.rmsNorm(x, 6), (x) => k.rmsNorm(x, [4, 6], { weight: x, eps: 0.1 })],
  groupNorm: [(x) => k.groupNorm(x, 3), (x) => k.groupNorm(k.reshape(x, [2, 2, 6]), 1, { weight: k.narrow(k.select(x, 0, 0), 0, 0, 2) })],
  batchNorm: [
    (x) => k.batchNorm(x, null, null, { training: true }),
    (x) => k.batchNorm(x, k.select(x, 0, 1), k.exp(k.select(x, 0, 2)), { weight: k.select(x, 0, 3), bias: k.select(x, 0, 0) }),
  ],
  instanceNorm: [
    (x) => k.instanceNorm(k.reshape(x, [2, 2, 6])),
    (x) => k.instanceNorm(k.unflatten(x, 1, [2, 3]), { bias: k.select(k.reshape(x, [12, 2]), 0, 1) }),
  ],
  standardize: [(x) => k.standardize(x, 0), (x) => k.standardize(x, [0, 1])],
  normalize: [(x) => k.normalize(x), (x) => k.normalize(x, { p: 3, dim: 0 })],
  cosineSimilarity: [(x) => k.cosineSimilarity(x, weights()), (x) => k.cosineSimilarity(weights(), x, { dim: 0 })],
  pairwiseDistance: [(x) => k.pairwiseDistance(x, weights())],
  softmin: [(x) => k.softmin(x, 0)],
  logSoftmax: [(x) => k.logSoftmax(x, 0), (x) => k.logSoftmax(x, 1)],
  logsumexp: [(x) => k.logsumexp(x, 0), (x) => k.logsumexp(x, [0, 1])],
  softmax: [(x) => k.softmax(x, 0), (x) => k.softmax(x, 1)],
  at: [
    (x) => k.at(x, -1),
    (x) => k.at(x, [null, null, -1], [1, 5, 2]),
    (x) => k.at(x, ids5(3)),
    (x) => k.at(x, null, ids5(2, 2)),
    (x) => k.at(x, ids5(3), ids5(2, 1)),
    (x) => k.at(x, k.mul(ids5(3), 1), k.mul(ids5(2, 1), -1)),
  ],
  broadcastTensors: [(x) => k.broadcastTensors([x, floats(2, 1, 1)]).slice(0, 1)],
  broadcastTo: [(x) => k.broadcastTo(x, [2, 4, 6])],
  cat: [(x) => k.cat([x, weights(), x], 1), (x) => k.cat([weights(), x], 0)],
  clone: [k.clone],
  logspace: [(x) => k.logspace(0, x.shape[0]!, 3)],
  leakyRelu: [(x) => k.leakyRelu(x), (x) => k.leakyRelu(x, { negativeSlope: 0.5 })],
  prelu: [
    (x) => k.prelu(x, 0.25),
    (x) => k.prelu(weights(), k.select(x, 0, 2)),
    (x) => k.prelu(k.select(x, 1, 2), k.narrow(k.select(x, 0, 0), 0, 0, 1)),
  ],
  logit: [(x) => k.logit(chances(x)), (x) => k.logit(chances(x), { eps: 0.25 })],
  elu: [(x) => k.elu(x), (x) => k.elu(x, { alpha: 0.5 })],
  celu: [(x) => k.celu(x), (x) => k.celu(x, { alpha: 2 })],
  hardtanh: [(x) => k.hardtanh(x), (x) => k.hardtanh(x, { minVal: -0.5, maxVal: 2 })],
  softshrink: [(x) => k.softshrink(x)],
  hardshrink: [(x) => k.hardshrink(x)],
  threshold: [(x) => k.threshold(x, 0.5, 3)],
  addcmul: [(x) => k.addcmul(x, weights(), 2), (x) => k.addcmul(weights(), x, x, { value: 0.5 })],
  addcdiv: [(x) => k.addcdiv(x, weights(), 2), (x) => k.addcdiv(weights(), 3, x, { value: 0.5 })],
  bitwiseAnd: [(x) => k.bitwiseAnd(asInt(x), ids5(4, 6))],
  bitwiseOr: [(x) => k.bitwiseOr(ids5(4, 6), asInt(x))],
  bitwiseXor: [(x) => k.bitwiseXor(asInt(x), 5)],
  bitwiseNot: [(x) => k.bitwiseNot(asInt(x))],
  bitwiseLeftShift: [(x) => k.bitwiseLeftShift(asInt(x), 3), (x) => k.bitwiseLeftShift(ids5(4, 6), asInt(x))],
  bitwiseRightShift: [(x) => k.bitwiseRightShift(asInt(x), 1), (x) => k.bitwiseRightShift(ids5(4, 6), asInt(x))],
  gelu: [(x) => k.gelu(x), (x) => k.gelu(x, { approximate: "tanh" })],
  clamp: [(x) => k.clamp(x, { min: -1 }), (x) => k.clamp(x, { max: weights() }), (x) => k.clamp(weights(), { min: -1, max: x })],
  chunk: [(x) => k.chunk(x, 4, 1)],
  conv1d: [(x) => k.conv1d(x, filters(2, 4, 3), { padding: 1, stride: 2 }), (x) => k.conv1d(filters(4, 9), k.reshape(x, [6, 4, 1]))],
  conv2d: [
    (x) => k.conv2d(k.unsqueeze(x, 0), filters(3, 1, 2, 3), [1, 2, 3], { padding: "same" }),
    (x) => k.conv2d(k.reshape(x, [2, 3, 4]), filters(2, 1, 2, 2), { groups: 2, dilation: [1, 2] }),
    (x) => k.conv2d(filters(1, 6, 8), k.reshape(x, [2, 1, 2, 6]), { stride: 2 }),
  ],
  conv3d: [(x) => k.conv3d(k.reshape(x, [1, 2, 3, 4]), filters(2, 1, 1, 2, 2))],
  convTranspose1d: [
    (x) => k.convTranspose1d(x, filters(4, 2, 3), { stride: 2, outputPadding: 1 }),
    (x) => k.convTranspose1d(filters(4, 5), k.reshape(x, [4, 2, 3])),
  ],
  convTranspose2d: [(x) => k.convTranspose2d(k.reshape(x, [2, 3, 4]), filters(2, 1, 2, 3), [1], { stride: [2, 1], padding: 1, groups: 1 })],
  convTranspose3d: [(x) => k.convTranspose3d(k.reshape(x, [2, 1, 3, 4]), filters(2, 1, 2, 2, 1), { dilation: [2, 1, 1], groups: 2 })],
  maxPool1d: [(x) => k.maxPool1d(x, 3, { stride: 2 }), (x) => Object.values(k.maxPool1d(x, 2, { returnIndices: true }))],
  maxPool2d: [(x) => k.maxPool2d(k.unsqueeze(x, 0), [2, 3], { padding: 1, ceilMode: true }), (x) => k.maxPool2d(k.reshape(x, [1, 6, 4]), 2)],
  maxPool3d: [(x) => k.maxPool3d(k.reshape(x, [1, 2, 4, 3]), 2, { stride: 1, dilation: [1, 2, 1] })],
  adaptiveMaxPool1d: [(x) => k.adaptiveMaxPool1d(x, 4), (x) => k.adaptiveMaxPool1d(x, 3)],
  adaptiveMaxPool2d: [(x) => k.adaptiveMaxPool2d(k.unsqueeze(x, 0), [3, null])],
  adaptiveMaxPool3d: [(x) => k.adaptiveMaxPool3d(k.reshape(x, [1, 2, 4, 3]), 2)],
  avgPool1d: [(x) => k.avgPool1d(x, 4, { stride: 1, padding: 2 }), (x) => k.avgPool1d(x, 3, { divisorOverride: 0.5 } as never)],
  avgPool2d: [
    (x) => k.avgPool2d(k.unsqueeze(x, 0), [2, 4], { stride: [1, 2], divisorOverride: 2 }),
    (x) => k.avgPool2d(k.reshape(x, [2, 3, 4]), [1, 2]),
  ],
  avgPool3d: [(x) => k.avgPool3d(k.reshape(x, [1, 2, 4, 3]), [2, 2, 1], { stride: 1 })],
  adaptiveAvgPool1d: [(x) => k.adaptiveAvgPool1d(x, 3), (x) => k.adaptiveAvgPool1d(x, 5)],
  adaptiveAvgPool2d: [(x) => k.adaptiveAvgPool2d(k.unsqueeze(x, 0), [2, 3])],
  adaptiveAvgPool3d: [(x) => k.adaptiveAvgPool3d(k.reshape(x, [1, 2, 4, 3]), [2, 2, null])],
  lpPool1d: [(x) => k.lpPool1d(x, 2, 3, { stride: 2 }), (x) => k.lpPool1d(x, 3, 4, { stride: 3, ceilMode: true })],
  lpPool2d: [(x) => k.lpPool2d(k.unsqueeze(x, 0), 2, [2, 3], { stride: 1 })],
  lpPool3d: [(x) => k.lpPool3d(k.reshape(x, [1, 2, 4, 3]), Infinity, [2, 2, 1])],
  maxUnpool1d: [(x) => k.maxUnpool1d(x, apart(12), 2)],
  maxUnpool2d: [(x) => k.maxUnpool2d(k.unsqueeze(x, 0), k.unsqueeze(apart(24), 0), 2, { outputSize: [8, 13] })],
  maxUnpool3d: [(x) => k.maxUnpool3d(k.reshape(x, [1, 2, 3, 4]), k.reshape(apart(24), [1, 2, 3, 4]), 2)],
  fold: [(x) => k.fold(x, [3, 4], 2), (x) => k.fold(k.reshape(x, [2, 6, 2]), [3, 4], [3, 2], { stride: 2 })],
  interpolate: [
    (x) => k.interpolate(k.unsqueeze(x, 0), { size: 9 }),
    (x) => k.interpolate(k.unsqueeze(x, 0), { scaleFactor: 0.5, mode: "nearest-exact" }),
    (x) => k.interpolate(k.unsqueeze(x, 0), { size: 11, mode: "linear", alignCorners: true }),
    (x) => k.interpolate(k.reshape(x, [1, 1, 4, 6]), { size: [8, 3], mode: "bilinear" }),
  ],
  upsample: [(x) => k.upsample(k.unsqueeze(x, 0), { scaleFactor: 2 })],
  localResponseNorm: [(x) => k.localResponseNorm(k.unsqueeze(x, 0), 3)],
  pixelShuffle: [(x) => k.pixelShuffle(k.reshape(x, [4, 2, 3]), 2)],
  pixelUnshuffle: [(x) => k.pixelUnshuffle(k.unsqueeze(x, 0), 2)],
  unfold: [(x) => k.unfold(k.unsqueeze(x, 0), [2, 3], { padding: 1, stride: 2 }), (x) => k.unfold(x, 0, 2, 1), (x) => k.unfold(x, -1, 3, 2)],
  cummax: [(x) => Object.values(k.cummax(x, 0)), (x) => Object.values(k.cummax(x, 1))],
  cummin: [(x) => Object.values(k.cummin(x, 0)), (x) => Object.values(k.cummin(x, -1))],
  diagonal: [(x) => k.diagonal(x), (x) => k.diagonal(x, -2), (x) => k.diagonal(x, 3, 1, 0)],
  embedding: [(x) => k.embedding(x, ids5(2, 3)), (x) => k.embedding(x, ids5(2, 3), { paddingIdx: 1 })],
  to: [(x) => k.to(x, "int32"), (x) => k.to(x, "float64"), (x) => k.to(x, "float16")],
  toDevice: [(x) => k.toDevice(x, elsewhere)],
  expand: [(x) => k.expand(x, [3, 4, 6])],
  expandAs: [(x) => k.expandAs(x, k.zeros([3, 4, 6]))],
  flatten: [(x) => k.flatten(x)],
  flip: [(x) => k.flip(x, 0), (x) => k.flip(x, [1, 0])],
  gather: [(x) => k.gather(x, 1, columns()), (x) => k.gather(x, 0, ids5(2, 6))],
  indexAdd: [(x) => k.indexAdd(x, 0, ids5(3), k.ones([3, 6])), (x) => k.indexAdd(k.zeros([5, 6]), 0, ids5(4), x, { alpha: 2 })],
  indexPut: [
    (x) => k.indexPut(x, [1, [0, 4]], -1),
    (x) => k.indexPut(k.zeros([4, 6]), [[null, null, -1]], x),
    (x) => k.indexPut(x, [ids5(5)], [1, 2, 3, 4, 5, 6]),
    (x) => k.indexPut(k.zeros([5, 6]), [ids5(4)], x, { accumulate: true }),
    (x) => k.indexPut(x, [k.gt(weights(), 0)], 7),
    (x) => k.indexPut(x, [k.mul(ids5(2), 1), ids5(2)], 7),
  ],
  indexSelect: [(x) => k.indexSelect(x, 1, ids5(5)), (x) => k.indexSelect(x, 0, ids5(5))],
  maximum: [(x) => k.maximum(x, weights()), (x) => k.maximum(0, x)],
  maskedFill: [(x) => k.maskedFill(x, k.to(weights(), "bool"), 9), (x) => k.maskedFill(weights(), k.gt(x, 0), 9)],
  matmul: [(x) => k.matmul(x, k.reshape(weights(), [6, 4])), (x) => k.matmul(k.reshape(weights(), [6, 4]), x), (x) => k.matmul(x, k.t(x))],
  addbmm: [(x) => k.addbmm(1, k.reshape(x, [2, 2, 6]), cube(2, 6, 3)), (x) => k.addbmm(x, cube(2, 4, 3), cube(2, 3, 6), { alpha: 2, beta: -1 })],
  addmm: [(x) => k.addmm(1, x, k.t(weights())), (x) => k.addmm(x, cube(4, 3), cube(3, 6), { beta: 3 })],
  addmv: [(x) => k.addmv(1, x, cube(6)), (x) => k.addmv(k.select(x, 1, 2), weights(), cube(6))],
  addr: [(x) => k.addr(x, cube(4), cube(6)), (x) => k.addr(0, k.select(x, 0, 1), k.select(weights(), 1, 2), { alpha: 2 })],
  baddbmm: [(x) => k.baddbmm(1, k.reshape(x, [2, 2, 6]), cube(2, 6, 3))],
  bilinear: [(x) => k.bilinear(x, cube(4, 2), cube(3, 6, 2)), (x) => k.bilinear(cube(4, 2), x, cube(3, 2, 6), cube(3))],
  bmm: [(x) => k.bmm(k.reshape(x, [2, 2, 6]), cube(2, 6, 3))],
  cdist: [(x) => k.cdist(x, weights()), (x) => k.cdist(weights(), x, 1), (x) => k.cdist(x, weights(), 3)],
  chainMatmul: [(x) => k.chainMatmul(x, cube(6, 2), cube(2, 5))],
  cross: [(x) => k.cross(k.reshape(x, [4, 2, 3]), cube(4, 2, 3)), (x) => k.cross(k.narrow(weights(), 0, 0, 3), k.narrow(x, 0, 1, 3), 0)],
  dot: [(x) => k.dot(k.select(x, 0, 1), cube(6)), (x) => k.dot(cube(4), k.select(x, 1, 1))],
  einsum: [
    (x) => k.einsum("ij,jk->ki", x, cube(6, 3)),
    (x) => k.einsum("ij,kj,i", x, cube(3, 6), cube(4)),
    (x) => k.einsum("ii->i", k.narrow(x, 1, 1, 4)),
    (x) => k.einsum("...j->...", x),
  ],
  inner: [(x) => k.inner(x, cube(2, 6)), (x) => k.inner(cube(2, 6), x)],
  kron: [(x) => k.kron(x, cube(2, 1)), (x) => k.kron(cube(2, 1, 2), x)],
  linear: [(x) => k.linear(x, cube(3, 6), cube(3)), (x) => k.linear(cube(2, 6), x)],
  matrixPower: [(x) => k.matrixPower(k.narrow(x, 1, 1, 4), 5)],
  mm: [(x) => k.mm(x, cube(6, 3))],
  multiDot: [(x) => k.multiDot([cube(4), x, cube(6, 3)])],
  mv: [(x) => k.mv(x, cube(6)), (x) => k.mv(weights(), k.select(x, 0, 1))],
  outer: [(x) => k.outer(k.select(x, 0, 1), cube(3)), (x) => k.outer(cube(3), k.select(x, 1, 1))],
  scaledDotProductAttention: [
    (x) => k.scaledDotProductAttention(x, cube(3, 6), cube(3, 2)),
    (x) => k.scaledDotProductAttention(cube(5, 6), x, weights(), { isCausal: true }),
    (x) => k.scaledDotProductAttention(cube(4, 3), cube(6, 3), k.t(x), { attnMask: k.gt(x, 0) }),
  ],
  tensordot: [(x) => k.tensordot(x, cube(6, 2), 1), (x) => k.tensordot(cube(2, 6, 4), x, [[2, 1], [0, 1]])], // prettier-ignore
  vdot: [(x) => k.vdot(k.select(x, 0, 1), cube(6))],
  vecdot: [(x) => k.vecdot(x, cube(6)), (x) => k.vecdot(weights(), x, 0)],
  meshgrid: [(x) => k.meshgrid([k.select(x, 0, 1), k.select(x, 1, 2)])],
  movedim: [(x) => k.movedim(x, 0, 1)],
  narrow: [(x) => k.narrow(x, 1, 2, 3)],
  oneHot: [(x) => k.oneHot(ids5(3), x.shape[0]!)],
  pad: [
    (x) => k.pad(x, [1, 2, -1, 3], { value: NaN }),
    (x) => k.pad(x, [5, 2, 1, 3], { mode: "reflect" }),
    (x) => k.pad(x, [7, -2, 1, 3], { mode: "replicate" }),
    (x) => k.pad(x, [6, 2, 1, 3], { mode: "circular" }),
  ],
  permute: [(x) => k.permute(x, [1, 0])],
  ravel: [(x) => k.ravel(x)],
  repeat: [(x) => k.repeat(x, [2, 1, 3])],
  repeatInterleave: [(x) => k.repeatInterleave(x, 2, 1), (x) => k.repeatInterleave(x, [1, 0, 2, 3], 0), (x) => k.repeatInterleave(x, 2)],
  reshape: [(x) => k.reshape(x, [3, 8]), (x) => k.reshape(x, [2, 2, 2, 3])],
  roll: [(x) => k.roll(x, [1, -2], [0, 1]), (x) => k.roll(x, 5)],
  scatter: [
    (x) => k.scatter(x, 0, ids5(3, 6), 7),
    (x) => k.scatter(k.zeros([4, 6]), 0, k.expand(ids5(4, 1), [4, 6]), x),
    (x) => k.scatter(x, 1, ids5(2, 5), weights()),
  ],
  scatterAdd: [
    (x) => k.scatterAdd(x, 0, ids5(3, 6), k.ones([3, 6])),
    (x) => k.scatterAdd(k.zeros([4, 6]), 1, ids5(4, 6), x),
    (x) => k.scatterAdd(x, 1, ids5(2, 5), weights()),
  ],
  select: [(x) => k.select(x, 0, 2), (x) => k.select(x, 1, -1)],
  split: [(x) => k.split(x, [1, 2, 3], 1), (x) => k.split(x, 3)],
  squeeze: [(x) => k.squeeze(k.narrow(x, 0, 1, 1))],
  stack: [(x) => k.stack([x, weights()], 1), (x) => k.stack([x, x], -1)],
  sum: [(x) => k.sum(x), (x) => k.sum(x, 0), (x) => k.sum(x, 1), (x) => k.sum(x, [0, 1])],
  swapdims: [(x) => k.swapdims(x, 0, 1)],
  t: [(x) => k.t(x)],
  take: [(x) => k.take(x, k.tensor(Int32Array.of(0, -1, 13, 7)))],
  takeAlongDim: [(x) => k.takeAlongDim(x, ids5(1, 5), 1), (x) => k.takeAlongDim(x, ids5(9))],
  tile: [(x) => k.tile(x, [2])],
  transpose: [(x) => k.transpose(x, 0, 1)],
  tril: [(x) => k.tril(x), (x) => k.tril(x, -2)],
  triu: [(x) => k.triu(x, 1)],
  unbind: [(x) => k.unbind(x, 1)],
  unflatten: [(x) => k.unflatten(x, 1, [2, -1])],
  unsqueeze: [(x) => k.unsqueeze(x, 1)],
  argsort: [(x) => k.argsort(x), (x) => k.argsort(x, 0, { descending: true })],
  bernoulli: [(x) => k.bernoulli(chances(x), seeded())],
  bucketize: [(x) => k.bucketize(x, [-1, 0, 0.5, 1]), (x) => k.bucketize(weights(), k.sort(k.select(x, 0, 1)).values, { right: true })],
  cumprod: [(x) => k.cumprod(x, 0), (x) => k.cumprod(x, 1)],
  cumsum: [(x) => k.cumsum(x, 0), (x) => k.cumsum(x, 1)],
  detach: [(x) => k.detach(x)],
  kthvalue: [(x) => k.kthvalue(x, 2, 0).values, (x) => k.kthvalue(x, 3).indices],
  maskedSelect: [(x) => k.maskedSelect(x, k.gt(x, 0)), (x) => k.maskedSelect(weights(), k.gt(x, 0))],
  nextafter: [(x) => k.nextafter(x, weights())],
  multinomial: [
    (x) => k.multinomial(chances(x), 4, seeded()),
    (x) => k.multinomial(chances(x), 9, { replacement: true, ...seeded() }),
    (x) => k.multinomial(chances(k.select(x, 1, 2)), 2, seeded()),
  ],
  nonzero: [(x) => k.nonzero(k.gt(x, 0))],
  normal: [(x) => k.normal(x, 2, x.shape, seeded()), (x) => k.normal(0, k.exp(x), x.shape, seeded())],
  rand: [(x) => k.rand(x.shape, seeded())],
  randLike: [(x) => k.randLike(x, seeded())],
  randint: [(x) => k.randint(0, 9, x.shape, seeded())],
  randn: [(x) => k.randn(x.shape, seeded())],
  randnLike: [(x) => k.randnLike(x, seeded())],
  randperm: [(x) => k.randperm(x.shape[1]!, seeded())],
  searchsorted: [
    (x) => k.searchsorted(copied(k.sort(weights(), 1).values), x),
    (x) => k.searchsorted(k.sort(x, 1).values, weights(), { right: true }),
    (x) => k.searchsorted([-1, 0, 1], x),
  ],
  sort: [(x) => k.sort(x, 0).values, (x) => k.sort(x, 1, { descending: true }).indices],
  topk: [(x) => k.topk(x, 2, 0).values, (x) => k.topk(x, 3, 1, { largest: false }).indices],
  uniform: [(x) => k.uniform(-1, 1, x.shape, seeded())],
  unique: [async (x) => (await k.unique(x)).values, async (x) => (await k.unique(x, { dim: 0 })).values],
  where: [(x) => k.where(k.ne(x, 0), weights(), 2), (x) => k.where(signs(), x, k.neg(x))],
};

test("every op has an entry", () => {
  const ops = [...Object.keys(elementwise), ...Object.keys(structural)].sort();
  expect(Object.keys(OPS).sort()).toEqual(ops);
  for (const name of ops) expect(OPS[name as keyof typeof OPS].length, name).toBeGreaterThan(0);
});

describe.each(Object.entries(VIEWS))("%s", (_, view) => {
  test("is a view, and looks at what it says", () => {
    const x = view(floats);
    expect(x.shape).toEqual([4, 6]);
    expect(copied(x).shape).toEqual([4, 6]);
  });
  test.each(Object.entries(OPS))("%s of it is that of its copy", async (_name, ways) => {
    for (const op of ways) {
      const x = view(floats);
      const [got, want] = [many(await op(x)), many(await op(copied(x)))];
      expect(got.map((t) => t.shape)).toEqual(want.map((t) => t.shape));
      expect(got.map(bits)).toEqual(want.map(bits));
    }
  });
  test.each(k.DTYPES.filter((dtype) => dtype !== "float32"))("%s moves as float32 does", async (dtype) => {
    const make = (...shape: number[]): T =>
      dtype === "int32" ? ids(2 ** 31 - 1, ...shape) : k.to(k.add(k.mul(ids(251, ...shape), dtype === "bool" ? 0.001 : 1), 0.25), dtype);
    const moves = [
      ...(["at", "flip", "roll", "repeat", "reshape", "indexSelect", "take", "unbind", "split", "diagonal", "tril"] as const).flatMap(
        (name) => OPS[name],
      ),
      (x: T) => k.cat([x, x]),
      (x: T) => k.stack([x, k.flip(x, 1)], 2),
      (x: T) => k.pad(x, [1, 1], { value: 1 }),
      (x: T) => k.pad(x, [1, 1, 2, 0], { mode: "reflect" }),
      (x: T) => k.scatter(x, 0, ids5(3, 6), 1),
      (x: T) => k.scatter(k.zeros([4, 6], { dtype }), 0, ids5(4, 6), x),
      (x: T) => k.indexPut(x, [1], 0),
      (x: T) => k.indexPut(x, [null, ids5(3)], 1, { accumulate: true }),
      (x: T) => k.where(signs(), x, k.flip(x, 0)),
      (x: T) => k.maskedFill(x, k.ne(weights(), 0), 1),
    ];
    for (const op of moves) {
      const x = view(make),
        got = many(await op(x)),
        want = many(await op(copied(x)));
      expect(got.map((t) => t.dtype)).toEqual(got.map(() => dtype));
      expect(got.map(bits)).toEqual(want.map(bits));
    }
  });
});

/** Ways that compute an operand of their own on the default device: they are refused. */
const APART = new Set(["at 5", "indexPut 4", "indexPut 5"]);
/** What asks x for its shape alone. */
const OF_SHAPE = new Set(["logspace", "oneHot", "rand", "randint", "randn", "randperm", "uniform"]);
describe("on a device that is not the default", () => {
  const there = (x: T): T => k.to(x, elsewhere);
  test.each(Object.entries(OPS).filter(([name]) => !OF_SHAPE.has(name)))(
    "%s and its gradient are computed there, with the same bits",
    async (name, ways) => {
      for (const [i, op] of ways.entries()) {
        const host = floats(4, 6),
          here = k.parameter(k.add(host, 0)),
          p = k.parameter(there(host)),
          { device } = p;
        expect(device).not.toBe(here.device);
        if (APART.has(`${name} ${i}`)) {
          expect(() => op(p)).toThrow(/: operands live on /);
          continue;
        }
        const [got, want] = [many(await op(p)), many(await op(here))];
        for (const t of got) if (!t.value?.host) expect(t.device).toBe(device);
        expect(got.map(bits)).toEqual(want.map(bits));
        const grad = (ts: readonly T[], of: k.Parameter): number[] | null => {
          const parts = ts.filter((t) => t.requiresGrad).map((t) => k.sum(k.mul(t, t)));
          if (!parts.length) return null;
          backward(parts.reduce((a, b) => k.add(a, b)));
          return bits(of.grad!);
        };
        const [g, w] = [grad(got, p), grad(want, here)];
        expect(g).toEqual(w);
        if (g && p.grad!.device !== null) expect(p.grad!.device).toBe(device);
      }
    },
  );
});

/** Ops that are linear in x: with w and v of whole numbers, ⟨w, J·v⟩ = ⟨Jᵀ·w, v⟩ exactly. And Jᵀ is linear in w: its gradient is J again. */
const NOT_LINEAR = new Set<string>([
  ...Object.keys(elementwise),
  "oneHot",
  ...["bitwiseAnd", "bitwiseOr", "bitwiseXor", "bitwiseNot", "bitwiseLeftShift", "bitwiseRightShift"],
  "clamp",
  "gelu",
  "maskedFill",
  "where",
  "matmul",
  "logspace",
  "to",
  "toDevice",
  "amax",
  "amin",
  "logSoftmax",
  "logsumexp",
  "softmax",
  "all",
  "any",
  "countNonzero",
  // A quotient is rounded.
  "mean",
  "cumprod",
  ...[
    "nanmean",
    "standardize",
    "trapezoid",
    "cumulativeTrapezoid",
    "glu",
    "heaviside",
    "nanToNum",
    "cov",
    "corrcoef",
    "renorm",
    "layerNorm",
    "rmsNorm",
    "groupNorm",
    "batchNorm",
    "instanceNorm",
    "normalize",
  ],
  ...[
    "variance",
    "var",
    "std",
    "norm",
    "vectorNorm",
    "lpPool1d",
    "lpPool2d",
    "lpPool3d",
    "dist",
    "prod",
    "cosineSimilarity",
    "pairwiseDistance",
    "softmin",
    "logcumsumexp",
    "quantile",
  ],
  ...["nanquantile", "argmax", "argmin", "max", "min", "median", "nanmedian", "mode", "histc"],
  "unique",
  "cdist",
  "matrixPower",
  "scaledDotProductAttention",
  "localResponseNorm",
  ...["maxPool", "adaptiveMaxPool"].flatMap((name) => [`${name}1d`, `${name}2d`, `${name}3d`]),
  // What picks by value, draws at random, or gives places.
  ...["argsort", "bucketize", "cummax", "cummin", "kthvalue", "maskedSelect", "nextafter", "nonzero", "searchsorted", "sort", "topk"],
  ...["bernoulli", "multinomial", "randperm", "normal", "rand", "randLike", "randint", "randn", "randnLike", "uniform", "detach"],
]);
const whole = (...shape: number[]): T =>
  k.tensor(
    Float32Array.from({ length: count(shape) }, () => (next() % 9) - 4),
    { shape },
  );
const LINEAR = Object.entries(OPS).filter(([name]) => !NOT_LINEAR.has(name));
/** Instead of what makes NaN, passes less of a gradient than it reads, or multiplies by a number on the way (a product has no second gradient yet). */
const INSTEAD: Partial<typeof OPS> = {
  // Weights of halves and quarters, whose products are exact.
  interpolate: [
    ...OPS.interpolate.slice(0, 2),
    (x) => k.interpolate(k.unsqueeze(x, 0), { size: 11, mode: "linear", alignCorners: true }),
    OPS.interpolate[3]!,
  ],
  // A padding row is read, and gets no gradient: its own test is in indexing.test.ts.
  embedding: OPS.embedding.slice(0, 1),
  pad: [(x) => k.pad(x, [1, 2, -1, 3], { value: 3 }), ...OPS.pad.slice(1)],
  indexAdd: [OPS.indexAdd[0]!, (x) => k.indexAdd(k.zeros([5, 6]), 0, ids5(4), x)],
};

/** The gradient of `leaf`, given that of `root`, as a recorded expression. */
function pulled(root: T, g: T, leaf: T): T | null {
  return k.stabilise("off", () => {
    const order: T[] = [],
      seen = new Set<T>();
    const visit = (t: T): void => {
      if (seen.has(t) || !t.requiresGrad) return;
      seen.add(t);
      t.inputs.forEach(visit);
      order.push(t);
    };
    visit(root);
    const cotangent = new Map<T, T>([[root, g]]);
    for (const t of order.reverse())
      if (t.inputs.length && cotangent.has(t))
        t.op.vjp!(cotangent.get(t)!, t).forEach((part, i) => {
          const x = t.inputs[i]!,
            sum = cotangent.get(x);
          if (part && x.requiresGrad) cotangent.set(x, sum ? k.add(sum, part) : part);
        });
    return cotangent.get(leaf) ?? null;
  });
}

describe.each(LINEAR)("%s", (name, entry) => {
  test.each(Object.entries(VIEWS))("passes its gradient and its second one: %s", (_, view) => {
    for (const f of INSTEAD[name as keyof typeof OPS] ?? entry) {
      let leaf!: T;
      // None of these is asked for later.
      const at = (x: T): readonly T[] => many(f(x) as T | readonly T[]);
      const parts = at(
        view((...shape) => {
          const p = k.parameter(whole(...shape));
          leaf = p.current;
          return p.current;
        }),
      );
      const along = (make: (...shape: number[]) => T): readonly T[] => at(view(make));
      const direction = whole(...leaf.shape),
        moved = along(() => direction),
        still = along((...shape) => k.zeros(shape));
      parts.forEach((y, i) => {
        const J = k.sub(moved[i]!, still[i]!),
          w = k.parameter(whole(...y.shape)),
          back = pulled(y, w.current, leaf);
        expect(y.requiresGrad, name).toBe(true);
        const want = k.sum(k.mul(w, J)).item() + 0;
        expect((back ? k.sum(k.mul(back, direction)).item() : 0) + 0).toBe(want);
        if (!back || !y.size) return;
        backward(k.sum(k.mul(back, direction)));
        expect([...w.grad!.dataSync()].map((n) => n + 0)).toEqual([...J.dataSync()].map((n) => n + 0));
      });
    }
  });
});

describe("where", () => {
  test("a condition is bool; numbers that are written down have no type that could be wrong", () => {
    for (const c of [
      k.tensor([0, 1]),
      k.tensor([0, 1], { dtype: "float64" }),
      k.tensor(Int32Array.of(0, 1)),
      Float32Array.of(0, 1),
      k.parameter([0, 1]),
    ])
      expect(() => k.where(c, 1, 0)).toThrow(/^where: the condition is (float32|float64|int32)\. Give bools, such as ne\(condition, 0\)\.$/);
    for (const c of [k.ne(k.tensor([0, 1]), 0), [false, true], [0, 1], Uint8Array.of(0, 1)]) expect([...k.where(c, 3, 2).dataSync()]).toEqual([2, 3]);
    expect(k.where(1, 3, 2).item()).toBe(3);
  });
  test("passes its gradient to what was taken, NaN and ∞ or not, and its second one", () => {
    const c = [0, 2, NaN, -0],
      x = k.parameter([1, 2, 3, 4]),
      y = k.parameter([[5], [6]]),
      w = k.parameter([
        [NaN, 2, 3, Infinity],
        [5, 6, 7, 8],
      ]);
    const out = k.where(c, x, y);
    expect([...out.dataSync()]).toEqual([5, 2, 3, 5, 6, 2, 3, 6]);
    const gx = pulled(out, w.current, x.current)!,
      gy = pulled(out, w.current, y.current)!;
    expect([...gx.dataSync()]).toEqual([0, 8, 10, 0]);
    expect([...gy.dataSync()]).toEqual([NaN, 13]);
    backward(k.sum(k.mul(gx, [1, 2, 3, 4])));
    expect([...w.grad!.dataSync()]).toEqual([0, 2, 3, 0, 0, 2, 3, 0]);
  });
  test("log where it is not taken leaves no NaN behind", () => {
    const x = k.parameter([-1, 0, 2, -0]);
    backward(k.sum(k.where(k.ne(k.sub(k.abs(x), x), 0), 0, k.log(x))));
    expect([...x.grad!.dataSync()]).toEqual([0, Infinity, 0.5, -Infinity]);
    const z = k.parameter([-1, 0, 2]);
    backward(k.sum(k.where([0, 0, 1], k.log(z), 0)));
    expect([...z.grad!.dataSync()]).toEqual([0, 0, 0.5]);
    const m = k.parameter([-1, 0, 2]);
    backward(k.sum(k.maskedFill(k.log(m), [1, 1, 0], -7)));
    expect([...m.grad!.dataSync()]).toEqual([0, 0, 0.5]);
  });
});

describe("values that were written over", () => {
  test("get no gradient; what stayed gets all of it", () => {
    const index = k.tensor(Int32Array.of(2, 0, 2, 2)),
      x = k.parameter([1, 2, 3]),
      s = k.parameter([10, 20, 30, 40]);
    for (const [out, want] of [
      [k.scatter(x, 0, index, s), [20, 2, 40]],
      [k.indexPut(x, [k.tensor(Int32Array.of(-1, 0, 2, -1))], s), [20, 2, 40]],
    ] as const) {
      x.zeroGrad();
      s.zeroGrad();
      expect([...out.dataSync()]).toEqual(want);
      backward(k.sum(k.mul(out, [1, 2, 4])));
      expect([...x.grad!.dataSync()]).toEqual([0, 2, 0]);
      expect([...s.grad!.dataSync()]).toEqual([0, 1, 0, 4]);
    }
  });
});

describe("memory", () => {
  const big = (...shape: number[]): T => k.add(k.tensor(new Float32Array(count(shape)).fill(0.5), { shape }), 1);
  test("views add none, read or not", async () => {
    const x = big(64, 96);
    k.realize(x);
    const held = (): k.Memory => ({ ...k.memory(), reserved: 0 }),
      before = held();
    const seen = [
      ...Object.values({ ...VIEWS, "merged from three": VIEWS.contiguous! }).map((view) =>
        view((...shape) => k.reshape(k.narrow(k.ravel(x), 0, 17, count(shape)), shape)),
      ),
      ...k.split(x, 5, 1),
      ...k.chunk(x, 7),
      ...k.unbind(x, 1),
      ...k.meshgrid([k.select(x, 0, 0), k.select(x, 1, 0)]),
      k.diagonal(x, 3),
      k.flip(x, [0, 1]),
      k.squeeze(k.unsqueeze(x, 1)),
      k.movedim(k.unflatten(x, 0, [8, 8]), 0, -1),
      k.swapdims(x, 0, 1),
      k.t(x),
      k.broadcastTo(x, [2, 64, 96]),
      k.at(x, [null, null, -3], "...", 4),
    ];
    expect(seen.every((t) => t.layout!.base === x)).toBe(true);
    expect(held()).toEqual(before);
    // Looking at one element computes that element.
    expect(k.select(k.at(x, [null, null, -3], "...", 4), 0, 2).item()).toBe(1.5);
    expect(held()).toEqual(before);
    // A read lays a view out for whoever reads, at once or not, alone or beside others, and keeps nothing of it.
    for (const t of seen) {
      expect(t.dataSync().every((v) => v === 1.5)).toBe(true);
      expect(held()).toEqual(before);
    }
    const together = await k.read(...seen, seen[0]!, x);
    expect(together.map((data) => data.length)).toEqual([...seen, seen[0]!, x].map((t) => t.size));
    expect(together.every((data) => data.every((v) => v === 1.5))).toBe(true);
    expect(held()).toEqual(before);
    // Asked for with realize, they are there already.
    k.realize(...seen);
    expect(held()).toEqual(before);
    // What must be computed first is a value like any other: it is kept, and computed once.
    const part = k.narrow(k.add(x, 1), 1, 0, 48);
    for (let turn = 0; turn < 2; turn++) {
      expect(part.dataSync()[5]).toBe(2.5);
      expect(k.memory().cached).toBe(before.cached + 64 * 48 * 4);
    }
  });
  test("a view that was read is still one: it shows what its base has, and no longer than that is there", () => {
    const p = k.parameter(new Float32Array(2000).fill(1)),
      part = k.flip(k.narrow(p, 0, 1, 1998), [0]),
      fixed = k.clone(part);
    expect(part.dataSync()[0]).toBe(1);
    p.assign(k.add(p, 1));
    expect(part.dataSync()[0]).toBe(1);
    p.assign(k.add(p, 1));
    expect(() => part.dataSync()).toThrow(/was updated twice since this was recorded/);
    expect(fixed.dataSync()[0]).toBe(1);
    const y = big(60, 60),
      turned = k.t(y);
    k.realize(y);
    turned.dataSync();
    const { used } = k.memory();
    y.dispose();
    expect(() => turned.dataSync()).toThrow(/^read: this add was disposed of/);
    expect(used - k.memory().used).toBeGreaterThanOrEqual(60 * 60 * 4);
  });
});
