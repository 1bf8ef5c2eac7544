/** The references by the name of the op. Nothing in this folder imports anything outside it. */
import { attention } from "./attention.js";
import { distance } from "./distance.js";
import { einsum } from "./einsum.js";
import { abs } from "./abs.js";
import * as activations from "./activations.js";
import { add } from "./add.js";
import * as bits from "./bits.js";
import { acos } from "./acos.js";
import { acosh } from "./acosh.js";
import { asin } from "./asin.js";
import { asinh } from "./asinh.js";
import { atan } from "./atan.js";
import { atan2 } from "./atan2.js";
import { atanh } from "./atanh.js";
import { bernoulli } from "./bernoulli.js";
import { cbrt } from "./cbrt.js";
import * as comparisons from "./comparisons.js";
import { concat } from "./concat.js";
import { cos } from "./cos.js";
import { cosh } from "./cosh.js";
import { all, any, countNonzero, searchsorted } from "./counted.js";
import { digamma } from "./digamma.js";
import { div } from "./div.js";
import * as division from "./division.js";
import { entr } from "./entr.js";
import { erf } from "./erf.js";
import { erfc } from "./erfc.js";
import { erfcx } from "./erfcx.js";
import { erfinv } from "./erfinv.js";
import { exp } from "./exp.js";
import { exp2 } from "./exp2.js";
import { expm1 } from "./expm1.js";
import { extreme } from "./extreme.js";
import * as fused from "./fused.js";
import { gather } from "./gather.js";
import { ldexp } from "./ldexp.js";
import { hypot } from "./hypot.js";
import { gelu, geluTanh } from "./gelu.js";
import { lgamma } from "./lgamma.js";
import { log } from "./log.js";
import { log10 } from "./log10.js";
import { log1mexp } from "./log1mexp.js";
import { log1p } from "./log1p.js";
import { log2 } from "./log2.js";
import { logaddexp } from "./logaddexp.js";
import { logaddexp2 } from "./logaddexp2.js";
import { logit, logitEps } from "./logit.js";
import { logsigmoid } from "./logsigmoid.js";
import { logSoftmax } from "./logSoftmax.js";
import { logspace } from "./logspace.js";
import { logsumexp } from "./logsumexp.js";
import { conv, convTranspose } from "./conv.js";
import { matmul } from "./matmul.js";
import { clamp, maximum, minimum } from "./maximum.js";
import { logNdtr } from "./logNdtr.js";
import { mean } from "./mean.js";
import * as moments from "./moments.js";
import { norm } from "./norm.js";
import { medianPlace, modePlace, place } from "./place.js";
import { quantile } from "./quantile.js";
import { mish } from "./mish.js";
import { mul } from "./mul.js";
import { multinomial, randperm } from "./multinomial.js";
import { ndtr } from "./ndtr.js";
import { ndtri } from "./ndtri.js";
import { neg } from "./neg.js";
import { nextafter } from "./nextafter.js";
import { relu } from "./relu.js";
import * as numbers from "./numbers.js";
import { rand } from "./rand.js";
import { randint } from "./randint.js";
import { randn } from "./randn.js";
import { running as extremes } from "./running.js";
import { maskedSelect, nonzero } from "./nonzero.js";
import { interpolate } from "./interpolate.js";
import { localResponseNorm } from "./localResponseNorm.js";
import { windowPlaces, windowSums } from "./pool.js";
import { pow } from "./pow.js";
import { reciprocal } from "./reciprocal.js";
import { rsqrt } from "./rsqrt.js";
import { scan } from "./scan.js";
import { scatter } from "./scatter.js";
import { scatterAdd } from "./scatterAdd.js";
import { sigmoid } from "./sigmoid.js";
import { sign } from "./sign.js";
import { silu } from "./silu.js";
import { sin } from "./sin.js";
import { sinh } from "./sinh.js";
import { sinc } from "./sinc.js";
import { softmax } from "./softmax.js";
import { softplus } from "./softplus.js";
import { softsign } from "./softsign.js";
import { sort } from "./sort.js";
import { sqrt } from "./sqrt.js";
import { square } from "./square.js";
import { sub } from "./sub.js";
import { sum } from "./sum.js";
import { tanh } from "./tanh.js";
import { tan } from "./tan.js";
import { unique } from "./unique.js";
import { triangle } from "./triangle.js";
import * as whole from "./whole.js";
import { tanhshrink } from "./tanhshrink.js";
import { view } from "./view.js";
import { where } from "./where.js";
import { xlog1py } from "./xlog1py.js";
import { xlogy } from "./xlogy.js";

/** One element: value and derivatives. */
export const elementwise = {
  abs,
  acos,
  acosh,
  add,
  cos,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  cbrt,
  cosh,
  div,
  entr,
  erf,
  erfc,
  digamma,
  erfcx,
  erfinv,
  exp,
  exp2,
  expm1,
  ldexp,
  hypot,
  lgamma,
  log,
  log10,
  log1mexp,
  log1p,
  log2,
  logNdtr,
  logaddexp,
  logaddexp2,
  logit,
  logsigmoid,
  maximum,
  minimum,
  mish,
  mul,
  ndtr,
  ndtri,
  neg,
  relu,
  sigmoid,
  sign,
  silu,
  sin,
  pow,
  reciprocal,
  rsqrt,
  sinh,
  sinc,
  softplus,
  softsign,
  sqrt,
  square,
  sub,
  tanh,
  tan,
  ...activations,
  tanhshrink,
  xlog1py,
  xlogy,
  ...comparisons,
  ...division,
  ...fused,
  ...numbers,
  ...whole,
};

/** Rows that a function of that name records, or of another with options. */
export const optional = { gelu, geluTanh, logitEps };

/** What only looks at elements elsewhere: a strided view is the reference of all of these. */
const views = {
  broadcastTensors: view,
  broadcastTo: view,
  chunk: view,
  clone: view,
  detach: view,
  diagonal: view,
  expand: view,
  expandAs: view,
  flatten: view,
  flip: view,
  meshgrid: view,
  movedim: view,
  narrow: view,
  permute: view,
  ravel: view,
  repeat: view,
  reshape: view,
  select: view,
  split: view,
  squeeze: view,
  swapdims: view,
  t: view,
  tile: view,
  to: view,
  toDevice: view,
  transpose: view,
  unbind: view,
  unflatten: view,
  unsqueeze: view,
};
/** Parts copied into a base; rows picked by indices; rows written by indices; elements in order. */
const copies = { cat: concat, pad: concat, roll: concat, stack: concat };
const picks = { at: gather, embedding: gather, gather, indexSelect: gather, repeatInterleave: gather, take: gather, takeAlongDim: gather };
const writes = { indexAdd: scatterAdd, indexPut: scatter, oneHot: scatter, scatter, scatterAdd };
const orders = { argsort: sort, bucketize: searchsorted, kthvalue: sort, maskedSelect, nonzero, searchsorted, sort, topk: sort, unique };
const chosen = { clamp, gelu, glu: elementwise.sigmoid, heaviside: where, maskedFill: where, nanToNum: where, tril: triangle, triu: triangle, where };

/** Whole arrays. */
const reductions = { all, amax: extreme, amin: extreme, any, countNonzero, logSoftmax, logsumexp, mean, softmax, sum };
const running = { cummax: extremes, cummin: extremes, cumprod: scan, cumsum: scan, logcumsumexp: logsumexp, prod: scan };
/** Distances from the mean, and what is divided by their size. */
const spreads = { variance: moments.variance, var: moments.variance, std: moments.std, cov: moments.centred, corrcoef: moments.standardise };
const normalised = {
  layerNorm: moments.standardise,
  groupNorm: moments.standardise,
  batchNorm: moments.standardise,
  instanceNorm: moments.standardise,
  standardize: moments.standardise,
  rmsNorm: moments.rootNormalise,
};
const norms = { norm, vectorNorm: norm, dist: norm, renorm: norm, normalize: norm, cosineSimilarity: norm, pairwiseDistance: norm };
const ranked = {
  argmax: place,
  argmin: place,
  max: extreme,
  min: extreme,
  median: medianPlace,
  nanmedian: medianPlace,
  mode: modePlace,
  quantile,
  nanquantile: quantile,
};
const sums = { nansum: sum, nanmean: mean, diff: sum, trapezoid: sum, cumulativeTrapezoid: scan, histc: sum, softmin: softmax };

/**
 * One element of what is drawn, from a random word (randint: from two), and all of randperm. uniform and normal are sums of rand and randn; multinomial
 * without replacement is `race`, beside it.
 */
const draws = { rand, randLike: rand, uniform: rand, randn, randnLike: randn, normal: randn, randint, bernoulli, multinomial, randperm };

/** Products that are summed: any of them is a sum over letters. */
const contractions = {
  addbmm: einsum,
  addmm: einsum,
  addmv: einsum,
  addr: einsum,
  baddbmm: einsum,
  bilinear: einsum,
  bmm: einsum,
  chainMatmul: einsum,
  cross: einsum,
  dot: einsum,
  einsum,
  inner: einsum,
  kron: einsum,
  linear: einsum,
  matmul,
  matrixPower: einsum,
  mm: einsum,
  multiDot: einsum,
  mv: einsum,
  outer: einsum,
  tensordot: einsum,
  vdot: einsum,
  vecdot: einsum,
};

/** A name of each number of dimensions. */
type Dims<N extends string> = `${N}1d` | `${N}2d` | `${N}3d`;
const dims = <N extends string, R>(name: N, reference: R): Record<Dims<N>, R> =>
  ({ [`${name}1d`]: reference, [`${name}2d`]: reference, [`${name}3d`]: reference }) as Record<Dims<N>, R>;
const windows = {
  ...dims("conv", conv),
  ...dims("convTranspose", convTranspose),
  ...dims("maxPool", windowPlaces),
  ...dims("adaptiveMaxPool", windowPlaces),
  ...dims("avgPool", windowSums),
  ...dims("adaptiveAvgPool", windowSums),
  ...dims("lpPool", norm),
  ...dims("maxUnpool", scatter),
  fold: scatterAdd,
  interpolate,
  localResponseNorm,
  pixelShuffle: view,
  pixelUnshuffle: view,
  unfold: gather,
  upsample: interpolate,
};

export const structural = {
  ...contractions,
  ...windows,
  ...views,
  ...copies,
  ...picks,
  ...writes,
  ...orders,
  ...chosen,
  ...reductions,
  ...running,
  ...spreads,
  ...normalised,
  ...norms,
  ...ranked,
  ...sums,
  ...draws,
  ...bits,
  cdist: distance,
  logspace,
  nextafter,
  scaledDotProductAttention: attention,
};
