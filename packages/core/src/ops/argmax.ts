/**
 * argmax(x, dim): where the greatest element is, the first of equal ones, of all elements (counted in row-major order) or along a dimension.
 *
 * Shape    x: […] → int32 [… without the dimension], or with 1 in its place (keepdim)
 * Method   comparisons. A NaN is the greatest
 * Error    exact
 * Source   PyTorch `argmax`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { type KeepOptions, keepdimOf } from "./dimensions.js";
import { extremePlace } from "./extremePlace.js";

export const argmax = (input: Operand, dim?: number | null, options?: KeepOptions): Tensor =>
  extremePlace("argmax", input, dim, keepdimOf("argmax", options));
