/**
 * stack(xs, dim): tensors of one shape one behind the other along a new dimension.
 *
 * Shape    n tensors […, …] → […, n, …]
 * Method   one copy of each part; a logarithm passes through
 * Error    exact
 * Source   PyTorch `stack`
 */
import { allOf, type Operand } from "../tensor/create.js";
import { dimension, sameShape, show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { cat } from "./cat.js";
import { unsqueeze } from "./unsqueeze.js";

export function stack(inputs: readonly Operand[], dim = 0): Tensor {
  const xs = allOf("stack", inputs);
  if (!xs.length) throw new RangeError("stack: there are no tensors. Give at least one.");
  const { shape } = xs[0]!,
    other = xs.find((x) => !sameShape(x.shape, shape)),
    d = dimension("stack", dim, [...shape, 1]);
  if (other) throw new RangeError(`stack: parts are ${show(shape)} and ${show(other.shape)}. Give all of them one shape, or use cat.`);
  return cat(
    xs.map((x) => unsqueeze(x, d)),
    d,
  );
}
