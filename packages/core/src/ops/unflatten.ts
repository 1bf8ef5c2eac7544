/**
 * unflatten(x, dim, sizes): one dimension as several, whose product it is. One size may be −1: it is inferred.
 *
 * Shape    x: […, a·b, …] → […, a, b, …]
 * Method   a view
 * Error    exact
 * Source   PyTorch `unflatten`
 */
import { of, type Operand } from "../tensor/create.js";
import { asArray } from "../tensor/given.js";
import { dimension, type Shape, show, sizeOf } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { reshape } from "./reshape.js";

export function unflatten(input: Operand, dim: number, sizes: Shape): Tensor {
  const x = of("unflatten", input),
    d = dimension("unflatten", dim, x.shape),
    n = x.shape[d]!,
    known = sizeOf(asArray("unflatten", "sizes", sizes).filter((size) => size !== -1)),
    inferred = sizes.map((size) => (size === -1 && known > 0 ? n / known : size));
  if (!sizes.length || sizeOf(inferred) !== n || inferred.some((size) => !Number.isInteger(size) || size < 0))
    throw new RangeError(
      `unflatten: sizes ${show(sizes)} do not make up ${n}, dimension ${d} of shape ${show(x.shape)}. Give sizes whose product is ${n}, at most one of them -1.`,
    );
  return reshape(x, [...x.shape.slice(0, d), ...inferred, ...x.shape.slice(d + 1)]);
}
