/** Shapes, strides and dimensions: pure functions on arrays of whole numbers. */
import { noSuch, written } from "./given.js";

export type Shape = readonly number[];

export function sizeOf(shape: Shape): number {
  let n = 1;
  for (const d of shape) n *= d;
  return n;
}
export function sameShape(a: Shape, b: Shape): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
export const show = (shape: Shape): string => `[${shape.join(", ")}]`;

/** Strides, in elements, of a contiguous tensor. */
export function contiguous(shape: Shape): number[] {
  const strides: number[] = new Array<number>(shape.length);
  for (let i = shape.length - 1, n = 1; i >= 0; n *= shape[i]!, i--) strides[i] = n;
  return strides;
}

/** The one stride of the dimensions from … to−1, if they have one. */
export function merged(shape: Shape, strides: readonly number[], from: number, to: number): number | null {
  let stride = 0,
    size = 1;
  for (let k = to - 1; k >= from; k--) {
    if (shape[k] === 1) continue;
    if (size === 1) stride = strides[k]!;
    else if (strides[k] !== stride * size) return null;
    size *= shape[k]!;
  }
  return stride;
}

/** The shape that both broadcast to. Throws RangeError naming `op` where they do not. */
export function broadcast(op: string, a: Shape, b: Shape): Shape {
  if (b.length === 0 || sameShape(a, b)) return a;
  if (a.length === 0) return b;
  const rank = Math.max(a.length, b.length),
    out: number[] = [];
  for (let i = 0; i < rank; i++) {
    const x = a[a.length - rank + i] ?? 1,
      y = b[b.length - rank + i] ?? 1;
    if (x !== y && x !== 1 && y !== 1)
      throw new RangeError(
        `${op}: shapes ${show(a)} and ${show(b)} do not broadcast, ${x} ≠ ${y} in dimension ${i - rank}. Make them equal, or one of them 1.`,
      );
    out.push(x === 1 ? y : x);
  }
  return out;
}

/** A dimension counted from 0; negative ones count from the end. Throws TypeError for what is no number, and RangeError outside the shape. */
export function dimension(op: string, dim: number, shape: Shape): number {
  const n = shape.length;
  if (!Number.isInteger(dim) || dim < -n || dim >= n)
    throw noSuch(
      dim,
      `${op}: dimension ${written(dim)} is out of range for shape ${show(shape)}. ${n ? `Use ${-n} … ${n - 1}.` : "A 0-d tensor has none."}`,
    );
  return dim < 0 ? dim + n : dim;
}

/** A shape as [outer, along, inner] around a dimension counted from 0. */
export const around = (shape: Shape, d: number): [outer: number, along: number, inner: number] => [
  sizeOf(shape.slice(0, d)),
  shape[d]!,
  sizeOf(shape.slice(d + 1)),
];

/** A copy of a shape. Throws TypeError for what is no array of numbers, and RangeError unless every size is a whole number ≥ 0 and the elements fit into one buffer. */
export function checkShape(op: string, shape: Shape): Shape {
  if (!Array.isArray(shape)) throw new TypeError(`${op}: the shape is ${written(shape)}. Pass an array of sizes, such as [2, 3].`);
  const at = shape.findIndex((d) => !Number.isSafeInteger(d) || d < 0);
  if (at >= 0) throw noSuch(shape[at], `${op}: ${written(shape[at])} is no size, in shape ${show(shape)}. Sizes are whole numbers from 0.`);
  if (sizeOf(shape) > 2 ** 30) throw new RangeError(`${op}: shape ${show(shape)} has ${sizeOf(shape)} elements. A tensor holds at most 2^30.`);
  return shape.slice();
}
