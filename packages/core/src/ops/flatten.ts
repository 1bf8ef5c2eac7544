/**
 * flatten(x, startDim, endDim): the dimensions from the first to the last of these as one; a 0-d tensor becomes [1].
 *
 * Shape    x: […, a, b, c, …] → […, a·b·c, …]
 * Method   a view where the elements lie so, else one copy
 * Error    exact
 * Source   PyTorch `flatten`
 */
import { of, type Operand } from "../tensor/create.js";
import { dimension, show, sizeOf } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { reshape } from "./reshape.js";

export function flatten(input: Operand, startDim = 0, endDim = -1): Tensor {
  const x = of("flatten", input),
    shape = x.ndim ? x.shape : [1],
    from = dimension("flatten", startDim, shape),
    to = dimension("flatten", endDim, shape);
  if (from > to) throw new RangeError(`flatten: dimension ${startDim} comes after ${endDim} in shape ${show(x.shape)}. Give the first one first.`);
  return reshape(x, [...shape.slice(0, from), sizeOf(shape.slice(from, to + 1)), ...shape.slice(to + 1)]);
}
