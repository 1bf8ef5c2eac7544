/** not an op: the sum that undoes a broadcast. */
import { sameShape, type Shape } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { reshape } from "./reshape.js";
import { sum } from "./sum.js";

/** The sum over what broadcasting repeated: the gradient of an operand of shape `shape`. @internal */
export function sumTo(g: Tensor, shape: Shape): Tensor {
  if (sameShape(g.shape, shape)) return g;
  const lead = g.ndim - shape.length,
    dims = g.shape.map((d, i) => (i < lead || (shape[i - lead] === 1 && d !== 1) ? i : -1)).filter((i) => i >= 0);
  return reshape(dims.length ? sum(g, dims) : g, shape);
}
