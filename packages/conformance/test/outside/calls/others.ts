/** How the other operators of PyTorch's OpInfo are called here, of which scripts/opinfo-samples.py makes samples where PyTorch is. */
import * as k from "@evenkeel/core";
import * as losses from "@evenkeel/losses";
import { elementwise as exact } from "../../../src/reference/index.js";
import { combined, type Entry, moved, rounded, row } from "../judge.js";
import { camel } from "../samples.js";
import { BLOCKS, given, product, several } from "./arguments.js";

type T = k.Tensor;
type Numbers = Record<string, number>;
const binary = (op: (x: T, y: T) => T): Entry => rounded(([x, y]) => op(x!, y!));
const predicate = (op: (x: T, y: T) => T): Entry => moved(([x, y]) => op(x!, y!));

const elementwise: Record<string, Entry> = {
  __rdiv__: binary((x, y) => k.div(y, x)),
  __rmod__: binary((x, y) => k.remainder(y, x)),
  __rpow__: binary((x, y) => k.pow(y, x)),
  acosh: row(k.acosh, exact.acosh),
  addcdiv: rounded(([x, a, b], { value = 1 }: Numbers) => k.addcdiv(x!, a!, b!, { value })),
  asinh: row(k.asinh, exact.asinh),
  atan2: binary(k.atan2),
  bitwise_and: predicate(k.bitwiseAnd),
  bitwise_left_shift: predicate(k.bitwiseLeftShift),
  bitwise_or: predicate(k.bitwiseOr),
  ceil: row(k.ceil, exact.ceil),
  clamp_max: rounded(([x, max]) => k.clamp(x!, { max: max! })),
  clamp_min: rounded(([x, min]) => k.clamp(x!, { min: min! })),
  copysign: binary(k.copysign),
  cos: row(k.cos, exact.cos),
  digamma: row(k.digamma, exact.digamma),
  "div.floor_rounding": binary(k.floorDivide),
  eq: predicate(k.eq),
  erf: row(k.erf, exact.erf),
  erfc: row(k.erfc, exact.erfc),
  erfinv: row(k.erfinv, exact.erfinv),
  exp2: row(k.exp2, exact.exp2),
  fmax: binary(k.fmax),
  fmin: binary(k.fmin),
  fmod: binary(k.fmod),
  ge: predicate(k.ge),
  gt: predicate(k.gt),
  ...Object.fromEntries(
    ["conj", "conj_physical", "contiguous", "positive", "real", "resolve_conj", "resolve_neg"].map((op) => [op, moved(([x]) => k.clone(x!))]),
  ),
  heaviside: predicate(k.heaviside),
  isposinf: moved(([x]) => k.eq(x!, Infinity)),
  le: predicate(k.le),
  lerp: rounded(([x, y, weight]) => k.lerp(x!, y!, weight!)),
  lgamma: row(k.lgamma, exact.lgamma),
  log: row(k.log, exact.log),
  logaddexp: binary(k.logaddexp),
  logical_or: predicate(k.logicalOr),
  lt: predicate(k.lt),
  "max.binary": binary(k.maximum),
  maximum: binary(k.maximum),
  minimum: binary(k.minimum),
  nan_to_num: moved(([x, nan, posinf, neginf], named) => k.nanToNum(x!, given({ nan, posinf, neginf, ...(named as object) }))),
  neg: row(k.neg, exact.neg),
  "nn.functional.celu": rounded(([x], { alpha }: Numbers) => k.celu(x!, alpha === undefined ? {} : { alpha })),
  "nn.functional.hardsigmoid": row(k.hardsigmoid, exact.hardsigmoid),
  "nn.functional.hardswish": row(k.hardswish, exact.hardswish),
  "nn.functional.hardtanh": rounded(([x], { min_val, max_val }: Numbers) => k.hardtanh(x!, given({ minVal: min_val, maxVal: max_val }))),
  "nn.functional.relu6": row(k.relu6, exact.relu6),
  "nn.functional.silu": row(k.silu, exact.silu),
  "nn.functional.softsign": row(k.softsign, exact.softsign),
  "nn.functional.threshold": rounded(([x, threshold, value]) => k.threshold(x!, threshold!, value!)),
  reciprocal: row(k.reciprocal, exact.reciprocal),
  sign: row(k.sign, exact.sign),
  sin: row(k.sin, exact.sin),
  "special.entr": row(k.entr, exact.entr),
  "special.log_ndtr": row(k.logNdtr, exact.logNdtr),
  "special.ndtr": row(k.ndtr, exact.ndtr),
  "special.ndtri": row(k.ndtri, exact.ndtri),
  "special.xlog1py": binary(k.xlog1py),
  square: row(k.square, exact.square),
  sub: rounded(([x, y], { alpha = 1 }: Numbers) => k.sub(x!, k.mul(y!, alpha))),
  tan: row(k.tan, exact.tan),
  tanh: row(k.tanh, exact.tanh),
};

const inRows = (xs: readonly T[], dim: number): T => k.cat(xs, xs[0]!.ndim < 2 ? 0 : dim);
const numberOf = (x: unknown): number => (x instanceof k.Tensor ? x.item() : Number(x));
const moves: Record<string, Entry> = {
  any: moved(([x], { dim, keepdim }) => k.any(x!, dim, given({ keepdim }))),
  argmin: moved(([x], { dim, keepdim }) => k.argmin(x!, dim, given({ keepdim }))),
  argwhere: moved(([x]) => k.nonzero(x!)),
  broadcast_tensors: moved((xs) => k.broadcastTensors(xs)),
  cat: moved(([xs], { dim = 0 as never }) => k.cat(xs!, dim)),
  constant_pad_nd: moved(([x, pads, value = 0 as never]) => k.pad(x!, pads!, { value })),
  count_nonzero: moved(([x], { dim }) => k.countNonzero(x!, dim)),
  cummax: moved(([x, dim]) => several(k.cummax(x!, dim!))),
  cummin: moved(([x, dim]) => several(k.cummin(x!, dim!))),
  diagonal: moved(([x, offset, dim1, dim2], named) => k.diagonal(x!, offset ?? named["offset"], dim1 ?? named["dim1"], dim2 ?? named["dim2"])),
  expand: moved(([x, shape]) => k.expand(x!, shape!)),
  eye: moved(([n, m = n], { dtype }) => k.eye(n!, m!, { dtype })),
  fliplr: moved(([x]) => k.flip(x!, 1)),
  gather: moved(([x, dim, index]: never[]) => k.gather(x!, dim!, index!)),
  hstack: moved(([xs]) => inRows(xs!, 1)),
  index_add: rounded(([x, dim, index, source], { alpha = 1 }: Numbers) => k.indexAdd(x!, dim!, index!, k.mul(source!, alpha))),
  index_put: rounded(([x, indices, values], { accumulate }) => k.indexPut(x!, indices!, values!, given({ accumulate }))),
  linspace: rounded(([start, end, steps], { dtype }) => k.linspace(+start!, +end!, steps!, { dtype })),
  "meshgrid.variadic_tensors": moved((xs, options) => k.meshgrid(xs, options)),
  narrow: moved(([x, dim, start, length]) => k.narrow(x!, dim!, numberOf(start), length!)),
  narrow_copy: moved(([x, dim, start, length]: never[]) => k.narrow(x!, dim!, start!, length!)),
  new_ones: moved(([x, shape]) => k.ones(shape!, { dtype: (x! as T).dtype })),
  new_zeros: moved(([x, shape]) => k.zeros(shape!, { dtype: (x! as T).dtype })),
  "nn.functional.pad.replicate": moved(([x, pads]) => k.pad(x!, pads!, { mode: "replicate" })),
  ones: moved(([shape]) => k.ones(shape!)),
  ones_like: moved(([x], { dtype }) => k.onesLike(x!, given({ dtype }))),
  repeat_interleave: moved(([x], { repeats, dim }) => k.repeatInterleave(x!, repeats!, dim)),
  reshape_as: moved(([x, y]: T[]) => k.reshape(x!, y!.shape)),
  roll: moved(([x, shifts, dims]) => k.roll(x!, shifts!, dims)),
  scatter: moved(([x, dim, index, source]: never[]) => k.scatter(x!, dim!, index!, source!)),
  scatter_add: rounded(([x, dim, index, source]: never[]) => k.scatterAdd(x!, dim!, index!, source!)),
  searchsorted: moved(([sorted, values], { right, side, sorter }: Record<string, never>) =>
    k.searchsorted(
      sorter ? k.takeAlongDim(sorted!, sorter, -1) : sorted!,
      values!,
      given({ right: right ?? (String(side) === "right" ? true : undefined) }),
    ),
  ),
  select: moved(([x, dim, i]) => k.select(x!, dim!, i!)),
  "split.list_args": moved(([x, sizes, dim]) => k.split(x!, sizes!, dim)),
  split_with_sizes: moved(([x, sizes, dim]) => k.split(x!, sizes!, dim)),
  squeeze: moved(([x, dim]) => k.squeeze(x!, dim)),
  take: moved(([x, index]) => k.take(x!, index!)),
  topk: moved(([x, n, dim, largest, sorted]) => several(k.topk(x!, n!, dim, given({ largest, sorted })))),
  transpose: moved(([x, a, b]) => k.transpose(x!, a!, b!)),
  tril: moved(([x, n]) => k.tril(x!, n)),
  triu: moved(([x, n]) => k.triu(x!, n)),
  unbind: moved(([x, dim]) => k.unbind(x!, dim)),
  unsqueeze: moved(([x, dim]) => k.unsqueeze(x!, dim!)),
  view: moved(([x, shape]) => k.reshape(x!, shape!)),
  view_as: moved(([x, y]: T[]) => k.reshape(x!, y!.shape)),
};

/** Second derivatives of norms and of normalised rows are what is left of terms that cancel; PyTorch's float32 is as far off. */
const CANCELS = 64;
interface Spread {
  readonly dim?: number | number[] | null;
  readonly unbiased?: boolean;
  readonly correction?: number | null;
  readonly keepdim?: boolean;
}
const spread = (op: typeof k.std): Entry =>
  combined(([x, first], { dim, unbiased = true, correction, keepdim = false }: Spread) =>
    op(x!, dim ?? undefined, { correction: correction ?? ((typeof first === "boolean" ? first : unbiased) ? 1 : 0), keepdim }),
  );
const sums: Record<string, Entry> = {
  amax: rounded(([x], { dim, keepdim }) => k.amax(x!, dim, given({ keepdim }))),
  amin: rounded(([x], { dim, keepdim }) => k.amin(x!, dim, given({ keepdim }))),
  baddbmm: product(([x, a, b], named) => k.baddbmm(x!, a!, b!, named)),
  "addmm.decomposed": product(([x, a, b], named) => k.addmm(x!, a!, b!, named)),
  bmm: product(([a, b]) => k.bmm(a!, b!)),
  cdist: combined(([a, b, p]) => k.cdist(a!, b!, p)),
  cumsum: rounded(([x, dim]) => k.cumsum(x!, dim!)),
  diff: rounded(([x, n, dim, prepend, append]) => k.diff(x!, given({ n, dim, prepend, append }))),
  einsum: product(([xs, equation]) => k.einsum(equation!, ...(xs! as T[]))),
  kron: rounded(([a, b]) => k.kron(a!, b!)),
  "linalg.cross": product(([a, b], { dim = -1 as never }) => k.cross(a!, b!, dim)),
  "linalg.vector_norm": {
    ...combined(([x], { ord = 2 as never, dim, keepdim }) => k.vectorNorm(x!, ord, dim, given({ keepdim }))),
    gradient: CANCELS,
  },
  log_softmax: combined(([x, dim]) => k.logSoftmax(x!, dim!)),
  // Its error is absolute: 3·2⁻²⁴ beside half an ulp.
  logcumsumexp: { ...combined(([x, dim]) => k.logcumsumexp(x!, dim!)), values: BLOCKS, gradient: BLOCKS },
  cumulative_trapezoid: rounded(([y, x], named) => k.cumulativeTrapezoid(y!, given({ x, ...(named as object) }))),
  mean: rounded(([x], { dim, keepdim }) => k.mean(x!, dim, given({ keepdim }))),
  median: moved(([x], { dim, keepdim }) => (dim === undefined ? k.median(x!) : several(k.median(x!, dim, given({ keepdim }))))),
  "min.reduction_no_dim": rounded(([x]) => k.min(x!)),
  "min.reduction_with_dim": moved(([x, dim, keepdim]) => several(k.min(x!, dim!, given({ keepdim })))),
  mode: moved(([x, dim, keepdim]) => several(k.mode(x!, dim, given({ keepdim })))),
  nanmedian: moved(([x], { dim, keepdim }) => (dim === undefined ? k.nanmedian(x!) : several(k.nanmedian(x!, dim, given({ keepdim }))))),
  norm: { ...combined(([x, p, dim, keepdim]) => k.norm(x!, p ?? 2, dim, given({ keepdim }))), gradient: CANCELS },
  outer: rounded(([a, b]) => k.outer(a!, b!)),
  std: spread(k.std),
  sum: rounded(([x], { dim, keepdim }) => k.sum(x!, dim, given({ keepdim }))),
  tensordot: product(([a, b], { dims }) => k.tensordot(a!, b!, dims!)),
  var: spread(k.variance),
};

const scaled = (mode: k.InterpolateMode): Entry =>
  rounded(([x, size, scaleFactor, , alignCorners]: never[], named) =>
    k.interpolate(x!, given({ mode, size, scaleFactor, alignCorners, ...camel(named) }) as k.InterpolateOptions),
  );
type Loss = (...args: never[]) => T;
const loss = (call: unknown): Entry => rounded((args, named) => (call as Loss)(...args, camel(named) as never));
const unpooled = (f: k.MaxUnpool): Entry =>
  moved(([x, index]: never[], { kernel_size, ...named }: Record<string, never>) => f(x!, index!, kernel_size!, camel(named)));
const nn: Record<string, Entry> = {
  "nn.functional.adaptive_avg_pool1d": rounded(([x, size]) => k.adaptiveAvgPool1d(x!, size!)),
  "nn.functional.adaptive_avg_pool2d": rounded(([x, size]) => k.adaptiveAvgPool2d(x!, size!)),
  "nn.functional.adaptive_max_pool1d": moved(([x, size, both]) => values(k.adaptiveMaxPool1d(x!, size!, given({ returnIndices: both })))),
  "nn.functional.adaptive_max_pool3d": moved(([x, size, both]) => values(k.adaptiveMaxPool3d(x!, size!, given({ returnIndices: both })))),
  "nn.functional.conv_transpose3d": product(([x, w, bias], named) => k.convTranspose3d(x!, w!, bias ?? null, camel(named))),
  "nn.functional.glu": rounded(([x, dim]) => k.glu(x!, dim)),
  "nn.functional.max_unpool1d.grad": unpooled(k.maxUnpool1d),
  "nn.functional.max_unpool3d.grad": unpooled(k.maxUnpool3d),
  "nn.functional.pdist": { ...combined(([x, first], { p = first }) => upper(k.cdist(x!, x!, p))), gradient: CANCELS },
  "nn.functional.softmin.with_dtype": rounded(([x, dim]) => k.softmin(x!, dim!)),
  "nn.functional.cosine_embedding_loss": loss(losses.cosineEmbeddingLoss),
  "nn.functional.gaussian_nll_loss": loss(losses.gaussianNllLoss),
  "nn.functional.group_norm": combined(([x, groups], named) => k.groupNorm(x!, groups!, camel(named))),
  "nn.functional.huber_loss": loss(losses.huberLoss),
  "nn.functional.interpolate.bicubic": scaled("bicubic"),
  "nn.functional.interpolate.bilinear": scaled("bilinear"),
  "nn.functional.interpolate.linear": scaled("linear"),
  "nn.functional.interpolate.trilinear": scaled("trilinear"),
  "nn.functional.layer_norm": {
    ...combined(([x, shape, weight, bias], { eps }: Numbers) => k.layerNorm(x!, shape!, given({ weight, bias, eps }))),
    gradient: CANCELS,
  },
  "nn.functional.linear": product(([x, weight, bias]) => k.linear(x!, weight!, bias)),
  "nn.functional.multi_margin_loss": loss(losses.multiMarginLoss),
  "nn.functional.nll_loss": loss(losses.nllLoss),
  "nn.functional.pixel_shuffle": moved(([x], { upscale_factor }) => k.pixelShuffle(x!, upscale_factor!)),
  "nn.functional.pixel_unshuffle": moved(([x], { downscale_factor }) => k.pixelUnshuffle(x!, downscale_factor!)),
  "nn.functional.poisson_nll_loss": loss(losses.poissonNllLoss),
  "nn.functional.soft_margin_loss": loss(losses.softMarginLoss),
  "nn.functional.triplet_margin_loss": loss(losses.tripletMarginLoss),
  "nn.functional.unfold": moved(([x, kernelSize, dilation, padding, stride]: never[]) =>
    k.unfold(x!, kernelSize!, given({ dilation, padding, stride }) as never),
  ),
};
/** What is above the diagonal, row by row. */
const upper = (x: T): T => {
  const n = x.shape[0]!,
    rows = Array.from({ length: n }, (_, i) => i);
  return k.take(x, k.tensor(Int32Array.from(rows.flatMap((i) => rows.slice(i + 1).map((j) => i * n + j)))));
};
const values = (taken: object): T | T[] => (taken instanceof k.Tensor ? taken : several(taken));

export const others: Record<string, Entry> = { ...elementwise, ...moves, ...sums, ...nn };
