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
import { amax } from "./amax.js";
import { amin } from "./amin.js";
import { type KeepOptions, keepdimOf } from "./dimensions.js";
import type { Dims } from "./reduction.js";

export function aminmax(input: Operand, dim?: Dims, options?: KeepOptions): { readonly min: Tensor; readonly max: Tensor } {
  const keepdim = keepdimOf("aminmax", options);
  return { min: amin(input, dim, { keepdim }), max: amax(input, dim, { keepdim }) };
}
