/** not an op: what is asked of an index along one dimension. */
import { holding, of, type Operand, tensor } from "../tensor/create.js";
import { around, dimension, type Shape, show, sizeOf } from "../tensor/shape.js";
import { layoutOf, type Tensor } from "../tensor/tensor.js";
import { expand } from "./expand.js";
import { narrow } from "./narrow.js";
import type { Loop } from "./picking.js";
import { reshape } from "./reshape.js";

/** Throws TypeError unless an index is int32, and RangeError where the heap has it and one is out of range. */
export function checkIndex(name: string, index: Tensor, size: number, what: string, wrap = false): void {
  if (index.dtype !== "int32") throw new TypeError(`${name}: the index is ${index.dtype}. Use int32, such as tensor(Int32Array.of(0, 1)).`);
  const low = wrap ? -size : 0,
    outside = (i: number): boolean => i < low || i >= size,
    whole = wholeOf(index),
    // The first in the index's own order is named.
    bad = whole && !whole.some(outside) ? undefined : hostIndices(index)?.find(outside);
  if (bad !== undefined)
    throw new RangeError(`${name}: index ${bad} is out of range for ${what}. ${size ? `Use ${low} … ${size - 1}.` : "It has no elements."}`);
}

/** What a user gave as an index. Numbers and nested arrays, which are float32 elsewhere, are whole numbers here. Throws RangeError for others. */
export function indexOf(name: string, given: Operand, t = of(name, given)): Tensor {
  if (t.dtype !== "float32" || !(typeof given === "number" || Array.isArray(given))) return t;
  return holding(name, [given].flat(Infinity) as number[], t.shape, "int32");
}

/** All elements of the tensor that an index is a view of, in whatever order, if it looks at each of them. */
function wholeOf(t: Tensor): Int32Array | null {
  const { base, strides } = layoutOf(t),
    host = base.value?.host;
  // No stride but 0 meets an element twice: as many places as there are elements are all of them.
  const places = t.shape.reduce((n, d, i) => (strides[i] === 0 ? n : n * d), 1);
  return host && places === host.length && isDistinct(t.shape, strides) ? (host as Int32Array) : null;
}
/** Whether no two places but those along strides of 0 are the same: each stride spans all that is inside. */
function isDistinct(shape: Shape, strides: readonly number[]): boolean {
  const dims = shape.map((d, i) => [Math.abs(strides[i]!), d] as const).filter(([s, d]) => s !== 0 && d > 1);
  let span = 1;
  for (const [stride, d] of dims.sort((a, b) => a[0] - b[0])) {
    if (stride < span) return false;
    span = stride * d;
  }
  return true;
}

/** The elements of an index in row-major order, where the heap has them; what repeats is there once, unless `all` are asked for. */
export function hostIndices(t: Tensor, all = false): Int32Array | null {
  const whole = t.value?.host ?? null;
  if (whole) return whole as Int32Array;
  const { base, offset, strides } = layoutOf(t),
    host = base.value?.host;
  if (!host) return null;
  const shape = t.shape.map((n, d) => (strides[d] === 0 && n > 0 && !all ? 1 : n)),
    out = new Int32Array(sizeOf(shape));
  let n = out.length && 1;
  // Dimension by dimension, from the outermost: what is there so far is written again for each index.
  const places = new Int32Array(out.length).fill(offset);
  for (const [d, size] of shape.entries()) {
    for (let at = n - 1; at >= 0; at--) for (let i = size - 1; i >= 0; i--) places[at * size + i] = places[at]! + i * strides[d]!;
    n *= size;
  }
  return out.map((_, i) => host[places[i]!]!);
}

/** A shape as three parts about dimension `dim`, and the loop over `count` indices along it. */
export function loops(shape: Shape, dim: number, count: number): { axes: Loop; loop: Loop } {
  const axes = around(shape, dim);
  return { axes, loop: [axes[0], count, axes[2]] };
}

/** The rows that a list of indices names: the same index for a whole row. */
export const forRows = (index: Tensor, [outer, count, inner]: Loop): Tensor => expand(reshape(index, [1, count, 1]), [outer, count, inner]);

export interface Along {
  /** The part of x that the index can reach: of the index's sizes but along the dimension. */
  readonly part: Tensor;
  readonly index: Tensor;
  readonly axes: Loop;
  readonly loop: Loop;
}
/** Checks an index of x's rank, whose sizes are at most x's but along `dim`. A 0-d tensor counts as one element. */
export function indexAlong(name: string, input: Tensor, dim: number, given: Tensor): Along {
  const x = input.ndim ? input : reshape(input, [1]),
    index = given.ndim ? given : reshape(given, [1]),
    d = dimension(name, dim, x.shape);
  if (index.ndim !== x.ndim || index.shape.some((n, k) => k !== d && n > x.shape[k]!))
    throw new RangeError(
      `${name}: index ${show(given.shape)} does not fit shape ${show(input.shape)} outside dimension ${d}. Give it as many dimensions, and no larger sizes.`,
    );
  checkIndex(name, index, x.shape[d]!, `dimension ${d} of shape ${show(input.shape)}`);
  const part = within(x, index.shape, d),
    { axes, loop } = loops(part.shape, d, index.shape[d]!);
  return { part, index: reshape(index, loop), axes, loop };
}
/** The part of x from 0 on that has these sizes, but along `keep`. */
export const within = (x: Tensor, shape: Shape, keep = -1): Tensor =>
  shape.reduce((part, n, k) => (k === keep || n === part.shape[k] ? part : narrow(part, k, 0, n)), x);

/** An operand of int32 tensors and arrays as an index. */
export const asIndex = (x: Tensor | Int32Array): Tensor => (x instanceof Int32Array ? tensor(x) : x.current);
