/** not an op: what gather and scatter ask of an index. */
import { around, dimension, type Shape, show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";

export type Loop = readonly [outer: number, count: number, inner: number];

/** Checks an index along a dimension of `shape`; answers both as [outer, along, inner]. */
export function indexAlong(name: string, shape: Shape, dim: number, index: Tensor): { axes: Shape; loop: Loop } {
  const d = dimension(name, dim, shape),
    [outer, size, inner] = around(shape, d);
  if (index.dtype !== "int32") throw new TypeError(`${name}: the index is ${index.dtype}. Use int32, such as tensor(Int32Array.of(0, 1)).`);
  if (index.ndim !== shape.length || index.shape.some((n, k) => k !== d && n !== shape[k]))
    throw new RangeError(`${name}: index ${show(index.shape)} does not fit shape ${show(shape)} outside dimension ${d}. Make all other sizes equal.`);
  const data = index.layout ? index.layout.base.value : index.value,
    bad = data?.host?.find((i) => i < 0 || i >= size);
  if (bad !== undefined)
    throw new RangeError(`${name}: index ${bad} is out of range for dimension ${d} of shape ${show(shape)}. Use 0 … ${size - 1}.`);
  return { axes: [outer, size, inner], loop: [outer, index.shape[d]!, inner] };
}
