/**
 * expand(x, sizes): x repeated along dimensions of size 1, and along new leading ones, without a copy. −1 keeps a size.
 *
 * Shape    x: […] → shape, to which x broadcasts
 * Method   a view with strides of 0
 * Error    exact
 * Source   PyTorch `expand`
 */
import type { Operand } from "../tensor/create.js";
import type { Shape } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { expanded } from "./expanded.js";

export const expand = (input: Operand, sizes: Shape): Tensor => expanded("expand", input, sizes);
