/** The dimensions of a request: merged where all operands allow it, and gone through in JavaScript where a kernel does not. */
import type { View } from "@evenkeel/core";

export interface Dimension {
  readonly size: number;
  /** For each operand, in bytes. */
  readonly strides: readonly number[];
}

/** `bytes`: of an element of each operand. */
export const dimensions = (shape: readonly number[], operands: readonly (View | number)[], bytes: readonly number[]): Dimension[] =>
  shape.map((size, d) => ({ size, strides: operands.map((o, k) => (typeof o === "number" ? 0 : o.strides[d]! * bytes[k]!)) }));

/** Strides, in elements, of what lies in row-major order: `inner` elements for each point of a shape. */
export function inRows(shape: readonly number[], inner = 1): number[] {
  const strides: number[] = [];
  for (let d = shape.length - 1, size = inner; d >= 0; size *= shape[d--]!) strides[d] = size;
  return strides;
}

/** The same iteration in fewer dimensions: none of size 1, and two are one where every operand steps through them evenly. */
export function merge(dims: readonly Dimension[]): Dimension[] {
  const merged: Dimension[] = [];
  for (const inner of dims) {
    if (inner.size === 1) continue;
    const outer = merged[merged.length - 1];
    if (outer && outer.strides.every((stride, k) => stride === inner.size * inner.strides[k]!)) {
      merged[merged.length - 1] = { size: outer.size * inner.size, strides: inner.strides };
    } else merged.push(inner);
  }
  return merged;
}

/** Takes the longest dimension out of `dims`, or one of size 1 if there is none: the one that kernels loop over themselves. */
export function takeRows(dims: Dimension[], operands: number): Dimension {
  if (!dims.length) return { size: 1, strides: new Array<number>(operands).fill(0) };
  const longest = dims.reduce((best, d) => (d.size > best.size ? d : best));
  dims.splice(dims.indexOf(longest), 1);
  return longest;
}

/** The addresses of all operands, moved by `count` steps along a dimension. */
export const moved = (addresses: readonly number[], d: Dimension, count: number): readonly number[] =>
  count ? addresses.map((address, k) => address + count * d.strides[k]!) : addresses;

/** Calls `visit` with the addresses of all operands at each point of `dims`. */
export function each(dims: readonly Dimension[], addresses: readonly number[], visit: (addresses: readonly number[]) => void): void {
  if (!dims.length) return visit(addresses);
  const [first, ...rest] = dims as [Dimension];
  for (let i = 0; i < first.size; i++) each(rest, moved(addresses, first, i), visit);
}
