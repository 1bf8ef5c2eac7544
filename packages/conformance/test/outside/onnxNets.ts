/** How ONNX's operators of neural networks are called here, whose padding may differ before and behind. */
import * as k from "@evenkeel/core";
import type { Attributes, Call } from "./onnx.js";
import { placesOf } from "./onnxPlaces.js";

type T = k.Tensor;
interface Window {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  /** Before and behind each dimension. */
  readonly pads: readonly (readonly [number, number])[];
}
function windowOf(shape: readonly number[], { strides, dilations, pads, auto_pad }: Attributes, kernel: readonly number[]): Window {
  const given = pads as readonly number[] | undefined,
    ones = kernel.map(() => 1),
    stride = (strides as readonly number[] | undefined) ?? ones,
    dilation = (dilations as readonly number[] | undefined) ?? ones;
  const same = (size: number, d: number): readonly [number, number] => {
    const total = Math.max(0, (Math.ceil(size / stride[d]!) - 1) * stride[d]! + (kernel[d]! - 1) * dilation[d]! + 1 - size),
      less = Math.floor(total / 2);
    return String(auto_pad) === "SAME_UPPER" ? [less, total - less] : [total - less, less];
  };
  const isSame = String(auto_pad).startsWith("SAME");
  return { kernel, stride, dilation, pads: shape.map((size, d) => (isSame ? same(size, d) : [given?.[d] ?? 0, given?.[d + kernel.length] ?? 0])) };
}
/** PyTorch's order: the last dimension first. */
const padded = (x: T, { pads }: Window, value = 0): T => (pads.flat().some((n) => n !== 0) ? k.pad(x, [...pads].reverse().flat(), { value }) : x);
const isEven = ({ pads }: Window): boolean => pads.every(([before, behind]) => before === behind);
type Of = (...args: never[]) => T;
const byDims = (ops: readonly unknown[], n: number): Of => ops[n - 1] as Of;

const conv: Call = ([x, w, bias], attributes) => {
  const window = windowOf(x!.shape.slice(2), attributes, w!.shape.slice(2)),
    { stride, dilation } = window;
  return byDims(
    [k.conv1d, k.conv2d, k.conv3d],
    x!.ndim - 2,
  )(...([padded(x!, window), w, bias ?? null, { stride, dilation, groups: attributes["group"] ?? 1 }] as never[]));
};
/** All that is reached, and then what padding takes away; less than nothing is zeros behind. */
const convTranspose: Call = ([x, w, bias], attributes) => {
  const { strides, dilations, group = 1 as never, output_padding, output_shape, pads, auto_pad } = attributes,
    kernel = w!.shape.slice(2),
    ones = kernel.map(() => 1),
    stride = (strides as number[] | undefined) ?? ones;
  const y = byDims(
    [k.convTranspose1d, k.convTranspose2d, k.convTranspose3d],
    x!.ndim - 2,
  )(...([x, w, bias ?? null, { stride, dilation: dilations ?? ones, groups: group, outputPadding: output_padding ?? 0 }] as never[]));
  const wanted = (output_shape as number[] | undefined) ?? (auto_pad ? x!.shape.slice(2).map((size, d) => size * stride[d]!) : undefined);
  return kernel.reduce((t, _, d) => {
    const size = t.shape[d + 2]!,
      total = wanted ? size - wanted[d]! : 0,
      [before, behind] = wanted
        ? [Math.max(0, Math.floor(total / 2)), 0]
        : [(pads as number[] | undefined)?.[d] ?? 0, (pads as number[] | undefined)?.[d + kernel.length] ?? 0];
    const length = wanted ? wanted[d]! : size - before - behind;
    const long = before + length > size ? k.pad(t, [...new Array<number>(2 * (t.ndim - d - 3)).fill(0), 0, before + length - size]) : t;
    return k.narrow(long, d + 2, before, length);
  }, y);
};
const maxPool: Call = ([x], attributes) => {
  const kernel = attributes["kernel_shape"] as unknown as number[],
    window = windowOf(x!.shape.slice(2), attributes, kernel),
    { stride, dilation, pads } = window,
    fits = isEven(window) && pads.every(([n], d) => 2 * n <= kernel[d]!);
  const t = k.isFloating(x!.dtype) ? x! : k.to(x!, "float32"),
    options = { stride, dilation, padding: fits ? pads.map(([n]) => n) : 0, ceilMode: !!attributes["ceil_mode"], returnIndices: true },
    pool = byDims([k.maxPool1d, k.maxPool2d, k.maxPool3d], kernel.length) as unknown as (
      x: T,
      kernel: number[],
      o: object,
    ) => { values: T; indices: T };
  const { values, indices } = pool(fits ? t : padded(t, window, -Infinity), kernel, options);
  const [rows, columns] = x!.shape.slice(-2) as [number, number];
  // By columns: the place of an element in its transposed image.
  const places = attributes["storage_order"] ? k.add(k.mul(k.remainder(indices, columns), rows), k.floorDivide(indices, columns)) : indices;
  return [k.to(values, x!.dtype), places];
};
/** Sums over windows and how many elements are in them, where it is no average pooling of PyTorch's. */
const averagePool: Call = ([x], attributes) => {
  const kernel = attributes["kernel_shape"] as unknown as number[],
    window = windowOf(x!.shape.slice(2), attributes, kernel),
    { stride, dilation, pads } = window,
    ceilMode = !!attributes["ceil_mode"],
    countIncludePad = !!attributes["count_include_pad"];
  const n = kernel.length,
    pool = byDims([k.avgPool1d, k.avgPool2d, k.avgPool3d], n) as unknown as (x: T, kernel: number[], o: object) => T;
  if (isEven(window) && dilation.every((d) => d === 1) && pads.every(([p], d) => 2 * p <= kernel[d]!))
    return pool(x!, kernel, { stride, padding: pads.map(([p]) => p), ceilMode, countIncludePad });
  const channels = x!.shape[1]!,
    sums = byDims([k.conv1d, k.conv2d, k.conv3d], n) as unknown as (x: T, w: T, bias: null, o: object) => T,
    inside = padded(countIncludePad ? padded(k.onesLike(x!), window, 1) : padded(k.onesLike(x!), window), {
      ...window,
      pads: rim(x!, window, ceilMode),
    });
  const over = (t: T): T => sums(t, k.ones([channels, 1, ...kernel]), null, { stride, dilation, groups: channels });
  return k.div(over(padded(padded(x!, window), { ...window, pads: rim(x!, window, ceilMode) })), over(inside));
};
/** What the last window needs behind the padding, if it may begin before the end. */
const rim = (x: T, { kernel, stride, dilation, pads }: Window, ceilMode: boolean): [number, number][] =>
  pads.map(([before, behind], d) => {
    const size = x.shape[d + 2]! + before + behind,
      reach = (kernel[d]! - 1) * dilation[d]! + 1,
      left = (size - reach) % stride[d]!;
    const starts = Math.floor((size - reach) / stride[d]!) * stride[d]! + stride[d]!;
    return [0, ceilMode && left > 0 && starts < x.shape[d + 2]! + before ? stride[d]! - left : 0];
  });

const spatial = (x: T): number[] => x.shape.slice(2).map((_, d) => d + 2);
/** Blocks of channels that become squares, or squares that become channels. */
const depthToSpace: Call = ([x], { blocksize, mode = "DCR" as never }) => {
  const [n, c, h, w] = x!.shape as [number, number, number, number],
    b = blocksize! as number;
  if (mode === "CRD") return k.pixelShuffle(x!, b);
  return k.reshape(k.permute(k.reshape(x!, [n, b, b, c / (b * b), h, w]), [0, 3, 4, 1, 5, 2]), [n, c / (b * b), h * b, w * b]);
};
const spaceToDepth: Call = ([x], { blocksize }) => {
  const [n, c, h, w] = x!.shape as [number, number, number, number],
    b = blocksize! as number;
  return k.reshape(k.permute(k.reshape(x!, [n, c, h / b, b, w / b, b]), [0, 3, 5, 1, 2, 4]), [n, c * b * b, h / b, w / b]);
};

export const nets: Readonly<Record<string, Call>> = {
  ...placesOf(conv, (x, attributes) => {
    const w = windowOf(x.shape.slice(2), attributes, attributes["kernel_shape"] as unknown as number[]);
    return { x: padded(x, w), stride: w.stride, dilation: w.dilation };
  }),
  AveragePool: averagePool,
  Col2Im: ([x, image, block], { dilations, pads, strides }) =>
    k.fold(x!, [...image!.dataSync()], [...block!.dataSync()], {
      dilation: dilations ?? 1,
      padding: pads ? (pads as number[]).slice(0, 2) : 0,
      stride: strides ?? 1,
    }),
  Conv: conv,
  ConvTranspose: convTranspose,
  DepthToSpace: depthToSpace,
  Einsum: (xs, { equation }) => k.einsum(equation!, ...(xs as T[])),
  Gemm: ([a, b, c], { alpha = 1 as never, beta = 1 as never, transA, transB }) =>
    k.addmm(c ?? 0, transA ? k.t(a!) : a!, transB ? k.t(b!) : b!, { alpha, beta }),
  GlobalAveragePool: ([x]) => k.mean(x!, spatial(x!), { keepdim: true }),
  GlobalMaxPool: ([x]) => k.amax(x!, spatial(x!), { keepdim: true }),
  LRN: ([x], { size, alpha = 1e-4 as never, beta = 0.75 as never, bias = 1 as never }) => k.localResponseNorm(x!, size!, { alpha, beta, k: bias }),
  MaxPool: maxPool,
  SpaceToDepth: spaceToDepth,
  Upsample: ([x, scales], { mode = "nearest" as never }) => k.interpolate(x!, { scaleFactor: [...scales!.dataSync()].slice(2), mode }),
};
