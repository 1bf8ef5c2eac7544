/** not an op: the indices of at and indexPut: what they see of a tensor as a view, and what index tensors pick of that view. */
import { tensor } from "../tensor/create.js";
import { kindOf } from "../tensor/given.js";
import { broadcast, type Shape, show, sizeOf } from "../tensor/shape.js";
import { arange } from "../tensor/range.js";
import { Tensor } from "../tensor/tensor.js";
import { add } from "./add.js";
import { expand } from "./expand.js";
import { asIndex, checkIndex, hostIndices, loops } from "./indexing.js";
import { mul } from "./mul.js";
import type { Op } from "./op.js";
import { type Loop, picked } from "./picking.js";
import { reshape } from "./reshape.js";
import type { Axis, Window } from "./window.js";

/**
 * A number picks, [start, end, step] slices, null keeps the dimension, "..." keeps as many as are left, an int32 tensor or array gathers. A bool tensor is a
 * mask, and only indexPut takes one.
 */
export type Index = number | null | "..." | readonly [start: number | null, end: number | null, step?: number | null] | Tensor | Int32Array;

/** The index tensors with the dimensions of the window that they index. */
export type Lists = readonly (readonly [dim: number, index: Tensor])[];

/** The window that numbers and slices make. Throws RangeError or TypeError where an index does not fit. */
export function addressed(name: string, shape: Shape, indices: readonly Index[]): { window: Window; lists: Lists } {
  const named = indices.filter((i) => i !== "...").length,
    dots = indices.indexOf("...");
  if (named > shape.length || indices.indexOf("...", dots + 1) > dots)
    throw new RangeError(
      `${name}: ${named > shape.length ? `${named} indices` : 'more than one "..."'} for shape ${show(shape)}. Give at most ${shape.length}, and one "...".`,
    );
  const fill = new Array<Index>(shape.length - named).fill(null),
    full = dots < 0 ? [...indices, ...fill] : [...indices.slice(0, dots), ...fill, ...indices.slice(dots + 1)],
    sizes: number[] = [],
    lists: [number, Tensor][] = [];
  const axes = shape.map((n, d): Axis => {
    const index = full[d]!,
      place = `dimension ${d} of shape ${show(shape)}`;
    if (typeof index === "number") {
      if (!Number.isInteger(index) || index < -n || index >= n)
        throw new RangeError(`${name}: index ${index} is out of range for ${place}. ${n ? `Use ${-n} … ${n - 1}.` : "It has no elements."}`);
      return [index < 0 ? index + n : index, -1, 0];
    }
    const dim = sizes.length;
    if (isMask(index))
      throw new TypeError(
        `${name}: an index is bool, and how many elements a mask picks depends on its values. Use await maskedSelect(x, mask), or where.`,
      );
    if (index instanceof Tensor || index instanceof Int32Array) {
      const list = asIndex(index);
      checkIndex(name, list, n, place, true);
      lists.push([dim, list]);
    } else if (index !== null && !Array.isArray(index))
      throw new TypeError(`${name}: an index is ${kindOf(index)}. Use a number, [start, end, step], null, "...", or an int32 tensor.`);
    else if (index !== null) {
      const [start, step, size] = sliced(name, index as readonly (number | null)[], n);
      sizes.push(size);
      return [start, dim, step];
    }
    sizes.push(n);
    return [0, dim, 1];
  });
  return { window: { shape: sizes, axes }, lists };
}

export const isMask = (index: Index): index is Tensor => index instanceof Tensor && index.dtype === "bool";

/** First index, step and number of indices of a slice; ends count from the end where negative, and are brought into the dimension. */
function sliced(name: string, slice: readonly (number | null)[], n: number): [number, number, number] {
  const [start = null, end = null, by = null] = slice,
    step = by ?? 1,
    given = [start ?? 0, end ?? 0, step];
  if (!slice.length || slice.length > 3 || step === 0 || !given.every(Number.isSafeInteger))
    throw new RangeError(`${name}: [${slice.map(String).join(", ")}] is no slice. Use [start, end, step] of whole numbers or null, the step not 0.`);
  const [low, high] = step > 0 ? [0, n] : [-1, n - 1],
    inside = (i: number): number => Math.min(Math.max(i < 0 ? i + n : i, low), high),
    from = start === null ? (step > 0 ? low : high) : inside(start),
    to = end === null ? (step > 0 ? high : low) : inside(end),
    size = Math.max(0, Math.ceil((to - from) / step));
  return [size && from, step, size];
}

/** How lists index a view: its dimensions in an order that brings theirs together, as [outer, all of theirs, inner], and what results. */
export interface Listed {
  readonly order: readonly number[];
  readonly axes: Loop;
  readonly loop: Loop;
  /** One index into all of theirs, negative ones from the end. */
  readonly index: Tensor;
  readonly shape: Shape;
}
/** What the lists pick lies where they lie if they are neighbours, else in front. `gatherOp` is a gather by the name that the user knows. */
export function listed(gatherOp: Op, shape: Shape, lists: Lists): Listed {
  const dims = lists.map(([d]) => d),
    rest = shape.map((_, d) => d).filter((d) => !dims.includes(d)),
    neighbours = dims.every((d, k) => d === dims[0]! + k),
    at = neighbours ? dims[0]! : 0,
    order = [...rest.slice(0, at), ...dims, ...rest.slice(at)],
    sizes = dims.map((d) => shape[d]!),
    common = lists.reduce<Shape>((s, [, t]) => broadcast(gatherOp.name, s, t.shape), []),
    outside = rest.map((d) => shape[d]!);
  const { axes, loop } = loops([...outside.slice(0, at), sizeOf(sizes), ...outside.slice(at)], at, sizeOf(common));
  return { order, axes, loop, index: combined(gatherOp, sizes, lists, common), shape: [...outside.slice(0, at), ...common, ...outside.slice(at)] };
}

/**
 * Several indices as one into the product of their dimensions; one as it is. Where one is not on the heap, each is looked up in the places of its dimension first,
 * so that the kernel answers one that is outside.
 */
function combined(gatherOp: Op, sizes: readonly number[], lists: Lists, shape: Shape): Tensor {
  if (lists.length === 1) return lists[0]![1];
  const all = lists.map(([, t]) => hostIndices(expand(t, shape), true));
  if (all.some((x) => x === null))
    return lists
      .map(([, t], k) => reshape(picked(gatherOp, reshape(arange(sizes[k]!), [1, sizes[k]!, 1]), reshape(t, [1, t.size, 1]), true), t.shape))
      .reduce((sum, place, k) => add(mul(sum, sizes[k]!), place));
  return tensor(
    Int32Array.from({ length: sizeOf(shape) }, (_, i) => all.reduce((sum, x, k) => sum * sizes[k]! + ((x![i]! + sizes[k]!) % sizes[k]!), 0)),
    { shape },
  );
}
