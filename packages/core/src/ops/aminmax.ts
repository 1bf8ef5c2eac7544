/**
 * aminmax(x, dim): the least and the greatest element, of all or along a dimension. The gradients are shared equally by equal elements.
 *
 * Shape    x: […] → { min, max }, […] without the dimension, or with 1 in its place (keepdim)
 * Method   comparisons; both NaN if an element is
 * Error    exact
 * Source   PyTorch `aminmax`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { type KeepOptions, keepdimOf } from "./dimensions.js";
import { extreme, greatest, least } from "./extreme.js";
import type { Dims } from "./reduction.js";

export function aminmax(input: Operand, dim?: Dims, options?: KeepOptions): { readonly min: Tensor; readonly max: Tensor } {
  const keepdim = keepdimOf("aminmax", options);
  return { min: extreme(least, input, dim, keepdim, "aminmax"), max: extreme(greatest, input, dim, keepdim, "aminmax") };
}
