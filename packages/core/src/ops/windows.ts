/** not an op: what pooling ops have in common: how they are called, what they refuse, and which windows they move. */
import { of, type Operand } from "../tensor/create.js";
import { kindOf } from "../tensor/given.js";
import { checkShape, show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import type { Windows } from "../kinds.js";
import { type Each, each } from "./convolution.js";

export interface PoolOptions {
  /** By default the size of the window. */
  readonly stride?: Each | null;
  readonly padding?: Each;
  /** Whether the last window may reach beyond the end. */
  readonly ceilMode?: boolean;
}

/** What is pooled, without its spatial dimensions, and these. */
export interface Pooled {
  readonly x: Tensor;
  readonly lead: readonly number[];
  readonly size: readonly number[];
}

/** x with its last `dims` dimensions apart, which have elements; before them there are channels, and perhaps a batch. */
export function pooled(name: string, input: Operand, dims: number): Pooled {
  const x = of(name, input);
  if (x.ndim !== dims + 1 && x.ndim !== dims + 2)
    throw new RangeError(`${name}: x is ${show(x.shape)}. Give ${dims + 1} dimensions, [channels, …], or ${dims + 2}, [batch, channels, …].`);
  const lead = x.shape.slice(0, -dims);
  if (x.shape.slice(x.ndim - dims - 1).includes(0))
    throw new RangeError(`${name}: x is ${show(x.shape)}. Give every dimension but the batch an element.`);
  return { x, lead, size: x.shape.slice(-dims) };
}

/** An empty list is nothing, as in PyTorch. */
const given = (list: Each | null | undefined): Each | undefined =>
  list === null || list === undefined || (Array.isArray(list) && !list.length) ? undefined : list;

export interface Moved {
  readonly kernel: number[];
  readonly stride: number[];
  readonly padding: number[];
  readonly dilation: number[];
  readonly positions: number[];
}

/** How windows move over sizes; throws for what is none. */
export function moving(name: string, { size, lead, x }: Pooled, window: Each, options: PoolOptions & { dilation?: Each }): Moved {
  const dims = size.length,
    kernel = each(name, "kernelSize", window, dims, 1),
    stride = each(name, "stride", given(options.stride) ?? kernel, dims, 1),
    padding = each(name, "padding", options.padding ?? 0, dims, 0),
    dilation = each(name, "dilation", options.dilation ?? 1, dims, 1);
  if (padding.some((p, d) => 2 * p > kernel[d]!))
    throw new RangeError(`${name}: the padding is ${show(padding)} and the kernelSize ${show(kernel)}. Pad by at most half of it.`);
  const positions = size.map((n, d) => {
    const free = n + 2 * padding[d]! - dilation[d]! * (kernel[d]! - 1) - 1,
      count = (options.ceilMode ? Math.ceil(free / stride[d]!) : Math.floor(free / stride[d]!)) + 1;
    // The last window begins within x or in front of it.
    return options.ceilMode && (count - 1) * stride[d]! >= n + padding[d]! ? count - 1 : count;
  });
  const none = positions.findIndex((n) => n < 1);
  if (none >= 0)
    throw new RangeError(
      `${name}: a window of ${dilation[none]! * (kernel[none]! - 1) + 1} does not fit into dimension ${none - dims} of x ${show(x.shape)} with padding ${padding[none]}. Make it smaller.`,
    );
  checkShape(name, [...lead, ...positions]);
  return { kernel, stride, padding, dilation, positions };
}

/** The elements of each window that are there. `divisor` is asked what its sum is divided by: of elements there, and with padding. */
export function clipped(
  { kernel, stride, padding, dilation, positions }: Moved,
  size: readonly number[],
  divisor: (there: number, padded: number) => number = () => 1,
): Windows[] {
  return size.map((n, d) => {
    const [from, count, divisors] = [[], [], []] as [number[], number[], number[]],
      step = dilation[d]!;
    for (let p = 0; p < positions[d]!; p++) {
      const start = p * stride[d]! - padding[d]!,
        missing = Math.ceil(Math.max(0, -start) / step),
        there = Math.max(0, Math.min(kernel[d]!, Math.ceil((n - start) / step)) - missing);
      from.push(Math.min(start + missing * step, n));
      count.push(there);
      divisors.push(divisor(there, Math.min(start + kernel[d]!, n + padding[d]!) - start));
    }
    return { from, count, step, divisors };
  });
}

/** Windows that together see everything, as even as can be: their sizes are the result's. */
export function adaptive(name: string, { size, lead }: Pooled, outputSize: Each | readonly (number | null)[], isMean: boolean): Windows[] {
  if (typeof outputSize !== "number" && !Array.isArray(outputSize))
    throw new TypeError(`${name}: the outputSize is ${kindOf(outputSize)}. Give a number, or one for each dimension.`);
  const list: readonly (number | null)[] = typeof outputSize === "number" ? [outputSize] : outputSize,
    sizes = each(
      name,
      "outputSize",
      (list.length === 1 ? size.map(() => list[0]!) : list).map((n, d) => n ?? size[d] ?? NaN),
      size.length,
      0,
    );
  checkShape(name, [...lead, ...sizes]);
  return sizes.map((m, d) => {
    const n = size[d]!,
      all = Array.from({ length: m }, (_, i) => i),
      from = all.map((i) => Math.floor((i * n) / m)),
      count = all.map((i) => Math.ceil(((i + 1) * n) / m) - from[i]!);
    return { from, count, step: 1, divisors: isMean ? count : count.map(() => 1) };
  });
}

/** Which windows see each element: the transpose. Of windows without steps. */
export function transposedWindows({ from, count }: Windows, n: number): Windows {
  const [first, seen] = [[], []] as [number[], number[]];
  for (let q = 0, lo = 0, hi = 0; q < n; q++) {
    while (lo < from.length && from[lo]! + count[lo]! <= q) lo++;
    while (hi < from.length && from[hi]! <= q) hi++;
    first.push(Math.min(lo, hi));
    seen.push(Math.max(0, hi - lo));
  }
  return { from: first, count: seen, step: 1, divisors: seen.map(() => 1) };
}
/** Whether no element is seen twice. */
export const areApart = (windows: readonly Windows[]): boolean =>
  windows.every(({ from, count, step }) => from.every((at, p) => p === 0 || at > from[p - 1]! + step * (count[p - 1]! - 1)));
