/**
 * broadcastTo(x, shape): expand by its other name.
 *
 * Shape    x: […] → shape, to which x broadcasts
 * Method   a view with strides of 0
 * Error    exact
 * Source   PyTorch `broadcast_to`
 */
import type { Operand } from "../tensor/create.js";
import type { Shape } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { expanded } from "./expanded.js";

export const broadcastTo = (input: Operand, shape: Shape): Tensor => expanded("broadcastTo", input, shape);
