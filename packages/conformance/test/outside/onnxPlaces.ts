/** How ONNX's operators that gather, scatter, quantise and resize are called here, and those on signals and states that are compositions. */
import * as k from "@evenkeel/core";
import type { Attributes, Call } from "./onnx.js";

type T = k.Tensor;
const read = (t: T | null | undefined): number[] | undefined => (t ? [...t.dataSync()].map(Number) : undefined);
const counted = (n: number): T => k.arange(n, { dtype: "int32" });
const dimOf = (axis: number, ndim: number): number => (axis < 0 ? axis + ndim : axis);
/** A vector along one dimension of `ndim`. */
const lying = (x: T, d: number, ndim: number): T => k.reshape(x, Array.from({ length: ndim }, (_, i) => (i === d ? x.size : 1))); // prettier-ignore

/** Σ (−1)ʲ·a[j]·cos(2πji/n), i from 0; of n − 1 where it is symmetric. */
const window =
  (...a: readonly number[]): Call =>
  ([size], { periodic = 1 as never }) => {
    const n = read(size)![0]!,
      turn = (2 * Math.PI) / (periodic ? n : n - 1);
    return a.map((c, j) => k.mul(k.cos(k.mul(k.arange(n), turn * j)), j % 2 ? -c : c)).reduce((x, y) => k.add(x, y));
  };

type Reduction = "none" | "add" | "mul" | "max" | "min";
const REDUCE: Readonly<Record<Exclude<Reduction, "none">, (x: T, y: T) => T>> = { add: k.add, mul: k.mul, max: k.maximum, min: k.minimum };
const reductionOf = ({ reduction = "none" as never }: Attributes): ((x: T, y: T) => T) =>
  String(reduction) === "none" ? (_, y) => y : REDUCE[reduction];
/** Written one after the other along the axis, since places may come again. */
const scatterElements: Call = ([x, index, updates], attributes) => {
  const axis = dimOf(attributes["axis"] ?? 0, x!.ndim),
    reduce = reductionOf(attributes),
    places = k.remainder(index!, x!.shape[axis]!);
  return Array.from({ length: index!.shape[axis]! }, (_, j) => j).reduce((y, j) => {
    const at = k.narrow(places, axis, j, 1);
    return k.scatter(y, axis, at, reduce(k.gather(y, axis, at), k.narrow(updates!, axis, j, 1)));
  }, x!);
};
const scatterND: Call = ([x, indices, updates], attributes) => {
  const depth = indices!.shape.at(-1)!,
    reduce = reductionOf(attributes),
    rows = k.reshape(indices!, [-1, depth]),
    parts = k.reshape(updates!, [rows.shape[0]!, ...x!.shape.slice(depth)]);
  return Array.from({ length: rows.shape[0]! }, (_, j) => j).reduce((y, j) => {
    const at = read(k.select(rows, 0, j))!;
    return k.indexPut(y, at, reduce(k.at(y, ...at), k.select(parts, 0, j)));
  }, x!);
};
const gatherND: Call = ([x, indices], { batch_dims = 0 as never }) => {
  const batch = batch_dims as number,
    lists = k.unbind(indices!, -1),
    { ndim, shape } = lists[0]!;
  return k.at(x!, ...shape.slice(0, batch).map((n, d) => k.expand(lying(counted(n), d, ndim), shape)), ...lists);
};

/** One number for all, for each place of the axis, or for each block along it. */
function spread(q: T, x: T, { axis = 1 as never, block_size = 0 as never }: Attributes): T {
  const d = dimOf(axis, x.ndim);
  if (block_size) return k.narrow(k.repeatInterleave(q, block_size, d), d, 0, x.shape[d]!);
  return q.ndim === 1 && q.size > 1 ? lying(q, d, x.ndim) : q;
}
const BYTE = { min: 0, max: 255 };
const quantised = (x: T, scale: T, zero: T): T => k.to(k.clamp(k.add(k.round(k.div(x, scale)), zero), BYTE), "uint8");
/** As written: the standard rounds the scale before it divides by it. */
const dynamicQuantizeLinear: Call = ([x]) =>
  k.stabilise("off", () => {
    const [low, high] = [k.minimum(k.amin(x!), 0), k.maximum(k.amax(x!), 0)],
      scale = k.div(k.sub(high, low), 255),
      zero = k.clamp(k.round(k.div(k.neg(low), scale)), BYTE);
    return [quantised(x!, scale, zero), scale, k.to(zero, "uint8")];
  });

/** What interpolate has no mode for. */
export const RESIZED_OTHERWISE: Readonly<Record<string, RegExp>> = {
  "no filter against aliasing": /antialias/,
  "corners are those of a size that is a fraction": /downsample_scales_(cubic|linear)_align_corners/,
  "a size that is rounded to keep proportions is the scale here": /downsample_sizes_nearest_not_smaller/,
  "of two pixels as near it is the upper one": /sizes_nearest(_axes_\d_\d|_not_larger)?$/,
  "cubic slopes are −¾, and what is outside is held": /cubic_A_n0p5/,
  "places are those of pixels' middles, or of corners; of whole pixels only the nearest below": /half_pixel_symmetric|crop_and_resize|pytorch_half_pixel|cubic_asymmetric|floor_align_corners|round_prefer_ceil_asymmetric|nearest_ceil_half_pixel/, // prettier-ignore
};
const resize: Call = (
  [x, , scales, sizes],
  { mode = "nearest" as never, axes, coordinate_transformation_mode: places, keep_aspect_ratio_policy: kept },
) => {
  const dims = ((axes as number[] | undefined) ?? x!.shape.map((_, d) => d)).map((d) => dimOf(d, x!.ndim)),
    along = (list: readonly number[], rest: (d: number) => number): number[] =>
      x!.shape.map((_, d) => (dims.includes(d) ? list[dims.indexOf(d)]! : rest(d))).slice(2);
  const names = { nearest: "nearest-exact", cubic: "bicubic", linear: ["linear", "bilinear", "trilinear"][x!.ndim - 3] } as Record<
      string,
      k.InterpolateMode
    >,
    options = { mode: names[mode]!, ...(String(places) === "align_corners" && { alignCorners: true }) };
  const factors = read(scales);
  if (factors?.length) return k.interpolate(x!, { ...options, scaleFactor: along(factors, () => 1) });
  let size = along(read(sizes)!, (d) => x!.shape[d]!);
  if (kept) {
    const ratios = size.map((n, d) => n / x!.shape[d + 2]!),
      ratio = String(kept) === "not_larger" ? Math.min(...ratios) : Math.max(...ratios);
    size = size.map((_, d) => Math.round(x!.shape[d + 2]! * ratio));
  }
  return k.interpolate(x!, { ...options, size });
};

/** Halves, or even and odd columns, turned by the angles of their places. */
const rotaryEmbedding: Call = ([x, cos, sin, positions], { num_heads = 0 as never, interleaved, rotary_embedding_dim = 0 as never }) => {
  const heads = num_heads as number,
    t = x!.ndim === 3 ? k.permute(k.reshape(x!, [x!.shape[0]!, x!.shape[1]!, heads, -1]), [0, 2, 1, 3]) : x!,
    size = (rotary_embedding_dim as number) || t.shape[3]!;
  const [turned, rest] = [k.narrow(t, 3, 0, size), k.narrow(t, 3, size, t.shape[3]! - size)],
    table = (angles: T): T => k.unsqueeze(positions ? k.at(angles, positions) : angles, 1),
    [c, s] = [table(cos!), table(sin!)];
  const pairs = k.unbind(interleaved ? k.unflatten(turned, 3, [-1, 2]) : k.unflatten(turned, 3, [2, -1]), interleaved ? 4 : 3) as [T, T],
    both = [k.sub(k.mul(pairs[0], c), k.mul(pairs[1], s)), k.add(k.mul(pairs[1], c), k.mul(pairs[0], s))];
  const y = k.cat([k.flatten(k.stack(both, interleaved ? 4 : 3), 3), rest], 3);
  return x!.ndim === 3 ? k.flatten(k.permute(y, [0, 2, 1, 3]), 2) : y;
};
const causalConv: Call = ([x, w, bias, past], { activation }) => {
  const behind = w!.shape[2]! - 1,
    all = past ? k.cat([past, x!], 2) : k.pad(x!, [behind, 0]),
    y = k.conv1d(all, w!, bias ?? null, { groups: x!.shape[1]! });
  return [activation ? k.silu(y) : y, k.narrow(all, 2, all.shape[2]! - behind, behind)];
};
const centerCropPad: Call = ([x, shape], { axes }) => {
  const wanted = read(shape)!;
  return ((axes as number[] | undefined) ?? wanted.map((_, d) => d)).reduce((t, axis, i) => {
    const d = dimOf(axis, t.ndim),
      more = wanted[i]! - t.shape[d]!;
    if (more <= 0) return k.narrow(t, d, Math.floor(-more / 2), wanted[i]!);
    return k.pad(t, [...new Array<number>(2 * (t.ndim - 1 - d)).fill(0), Math.floor(more / 2), Math.ceil(more / 2)]);
  }, x!);
};
const unique: Call = async ([x], { axis, sorted = 1 as never }) => {
  const options = { sorted: !!sorted, returnInverse: true, returnCounts: true, ...(axis !== undefined && { dim: dimOf(axis, x!.ndim) }) },
    { values, inverse, counts } = await k.unique(x!, options as { returnInverse: true; returnCounts: true }),
    of = k.reshape(inverse, [-1]);
  // The first place of each: of equal ones argmax takes the first.
  const first = k.argmax(k.to(k.eq(of, lying(counted(counts.size), 0, 2)), "int32"), 1);
  return [values, first, of, counts];
};
const affineGrid: Call = ([theta, size], { align_corners }) => {
  const [n, , ...image] = read(size)! as [number, number, ...number[]],
    at = image.map((m, d) => {
      const i = k.arange(m, { dtype: "float32" });
      return k.expand(lying(align_corners ? k.sub(k.div(k.mul(i, 2), m - 1), 1) : k.sub(k.div(k.add(k.mul(i, 2), 1), m), 1), d, image.length), image);
    });
  const points = k.reshape(k.stack([...at.reverse(), k.ones(image)], -1), [-1, image.length + 1]);
  return k.reshape(k.matmul(points, k.transpose(theta!, 1, 2)), [n, ...image, image.length]);
};

const whole = (x: T, zero: T | null | undefined): T => {
  const t = k.to(x, "float32");
  if (!zero) return t;
  return k.sub(t, k.to(zero.ndim ? lying(zero, 0, x.ndim) : zero, "float32"));
};
const pooled = (n: number): k.LpPool => [k.lpPool1d, k.lpPool2d, k.lpPool3d][n - 1]!;

/** `conv` as ONNX calls it, of any numbers of dimensions; `windowed`: x with its padding, and the strides. */
export const placesOf = (
  conv: Call,
  windowed: (x: T, attributes: Attributes) => { x: T; stride: readonly number[]; dilation: readonly number[] },
): Record<string, Call> => ({
  AffineGrid: affineGrid,
  BitShift: ([x, y], { direction }) => (String(direction) === "LEFT" ? k.bitwiseLeftShift : k.bitwiseRightShift)(x!, y!),
  BlackmanWindow: window(0.42, 0.5, 0.08),
  CastLike: ([x, like]) => k.to(x!, like!.dtype),
  CausalConvWithState: causalConv,
  CenterCropPad: centerCropPad,
  Compress: async ([x, condition], { axis }) => {
    const t = axis === undefined ? k.reshape(x!, [-1]) : x!;
    return k.indexSelect(t, axis ?? 0, k.reshape(await k.nonzero(condition!), [-1]));
  },
  ConvInteger: async ([x, w, zx, zw], attributes) => k.to((await conv([whole(x!, zx), whole(w!, zw)], attributes)) as T, "int32"),
  DequantizeLinear: ([x, scale, zero], attributes) => {
    const t = k.to(x!, "float32");
    return k.mul(zero ? k.sub(t, spread(k.to(zero, "float32"), x!, attributes)) : t, spread(scale!, x!, attributes));
  },
  Dropout: ([x]) => [x!, k.onesLike(x!, { dtype: "bool" })],
  DynamicQuantizeLinear: dynamicQuantizeLinear,
  GatherND: gatherND,
  HammingWindow: window(25 / 46, 21 / 46),
  HannWindow: window(0.5, 0.5),
  LpPool: ([x], attributes) => {
    const { x: padded, stride, dilation } = windowed(x!, attributes),
      kernel = attributes["kernel_shape"] as unknown as number[];
    if (dilation.some((d) => d > 1)) return lpDilated(padded, attributes["p"] ?? 2, kernel, stride, dilation);
    return pooled(kernel.length)(padded, attributes["p"] ?? 2, kernel, { stride, ceilMode: !!attributes["ceil_mode"] });
  },
  MaxUnpool: ([x, index, shape], { kernel_shape, strides, pads }) => {
    const kernel = kernel_shape as unknown as number[],
      n = kernel.length,
      unpool = [k.maxUnpool1d, k.maxUnpool2d, k.maxUnpool3d][n - 1]!,
      stride = (strides as number[] | undefined) ?? kernel.map(() => 1),
      padding = (pads as number[] | undefined)?.slice(0, n) ?? 0;
    const y = unpool(x!, index!, kernel, { stride, padding }),
      wanted = read(shape);
    // Indices are of the smaller image; what is more is zeros behind.
    return wanted ? k.pad(y, y.shape.slice(2).flatMap((m, d) => [0, wanted[d + 2]! - m]).reverse().flatMap((_, i, all) => [all[i ^ 1]!])) : y; // prettier-ignore
  },
  OneHot: ([index, depth, values], { axis = -1 as never }) => {
    const n = read(depth)![0]!,
      on = k.oneHot(k.to(k.remainder(index!, n), "int32"), n),
      [off, hot] = k.unbind(values!) as [T, T];
    return k.movedim(k.where(k.gt(on, 0), hot, off), -1, axis);
  },
  QuantizeLinear: ([x, scale, zero], attributes) =>
    quantised(x!, spread(scale!, x!, attributes), zero ? k.to(spread(zero, x!, attributes), "float32") : k.tensor(0)),
  Resize: resize,
  ReverseSequence: ([x, lengths], { batch_axis = 1 as never, time_axis = 0 as never }) => {
    const n = lying(lengths!, batch_axis, x!.ndim),
      t = lying(counted(x!.shape[time_axis]!), time_axis, x!.ndim),
      from = k.where(k.lt(t, n), k.sub(k.sub(n, 1), t), t);
    return k.takeAlongDim(x!, k.expand(from, x!.shape), time_axis);
  },
  RotaryEmbedding: rotaryEmbedding,
  Scatter: scatterElements,
  ScatterElements: scatterElements,
  ScatterND: scatterND,
  TensorScatter: ([past, update, at], { mode = "linear" as never, axis = -2 as never }) => {
    const d = dimOf(axis, past!.ndim),
      start = at ? lying(at, 0, past!.ndim) : k.tensor(0, { dtype: "int32" }),
      places = k.add(start, lying(counted(update!.shape[d]!), d, past!.ndim)),
      index = String(mode) === "circular" ? k.remainder(places, past!.shape[d]!) : places;
    return k.scatter(past!, d, k.expand(index, update!.shape), update!);
  },
  Unique: unique,
});
/** Windows with holes: one dimension after the other, each window is what lies there. */
function lpDilated(x: T, p: number, kernel: readonly number[], stride: readonly number[], dilation: readonly number[]): T {
  const first = x.ndim - kernel.length,
    windows = kernel.reduce((t, size, d) => {
      const all = k.unfold(t, first + d, (size - 1) * dilation[d]! + 1, stride[d]!);
      return k.at(all, ...all.shape.map((n, i): [number, number, number] | null => (i === all.ndim - 1 ? [0, n, dilation[d]!] : null)));
    }, x);
  return k.norm(windows, p, kernel.map((_, d) => d - kernel.length)); // prettier-ignore
}

/** Operators that are not called, and why. */
export const ABSENT: Readonly<Record<string, readonly string[]>> = {
  "no op reads the bits of one type as another's": ["BitCast"],
  "there are no complex numbers and no Fourier transforms": ["DFT", "STFT", "MelWeightMatrix"],
  "there are no determinants": ["Det"],
  "nothing is read between elements at places that are tensors": ["DeformConv", "GridSample"],
  "a recurrence over matrices is a loop of the user's": ["LinearAttention"],
  "there are no recurrent layers": ["GRU", "LSTM", "RNN"],
  "its scores are changed by a graph that is an attribute": ["FlexAttention"],
};
/** Cases that are not judged, and why: by their names. */
export const UNJUDGED: Readonly<Record<string, RegExp>> = {
  "random numbers are others here": /^training_dropout(_mask|_default|_default_mask)?$/,
  ...Object.fromEntries(Object.entries(RESIZED_OTHERWISE).map(([why, name]) => [`Resize: ${why}`, new RegExp(`^resize_.*(${name.source})`)])),
};
