/**
 * expandAs(x, other): x repeated to the shape of another tensor, without a copy.
 *
 * Shape    x: […] → other's shape, to which x broadcasts
 * Method   a view with strides of 0
 * Error    exact
 * Source   PyTorch `expand_as`
 */
import { of, type Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { expanded } from "./expanded.js";

export const expandAs = (input: Operand, other: Operand): Tensor => expanded("expandAs", input, of("expandAs", other).shape);
