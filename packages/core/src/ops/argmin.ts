/**
 * argmin(x, dim): where the least element is, the first of equal ones, of all elements (counted in row-major order) or along a dimension.
 *
 * Shape    x: […] → int32 [… without the dimension], or with 1 in its place (keepdim)
 * Method   comparisons. A NaN is the least
 * Error    exact
 * Source   PyTorch `argmin`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { type KeepOptions, keepdimOf } from "./dimensions.js";
import { extremePlace } from "./extremePlace.js";

export const argmin = (input: Operand, dim?: number | null, options?: KeepOptions): Tensor =>
  extremePlace("argmin", input, dim, keepdimOf("argmin", options));
