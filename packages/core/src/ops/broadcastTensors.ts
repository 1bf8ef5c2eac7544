/**
 * broadcastTensors(xs): tensors repeated to the one shape that all of them broadcast to, without a copy.
 *
 * Shape    […], […], … → tensors of one shape
 * Method   views with strides of 0
 * Error    exact
 * Source   PyTorch `broadcast_tensors`
 */
import { allOf, type Operand } from "../tensor/create.js";
import { broadcast, type Shape } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { expand } from "./expand.js";

export function broadcastTensors(inputs: readonly Operand[]): Tensor[] {
  const xs = allOf("broadcastTensors", inputs),
    shape = xs.reduce<Shape>((s, x) => broadcast("broadcastTensors", s, x.shape), []);
  return xs.map((x) => expand(x, shape));
}
