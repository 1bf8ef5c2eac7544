/**
 * nansum(x, dim): the sum of what is no NaN, of all elements, one dimension or several.
 *
 * Shape    x: f[…] → f[… without the dims], or with 1 in their place (keepdim)
 * Method   that of sum; a NaN is 0, and gets no gradient
 * Error    that of sum
 * Source   PyTorch `nansum`
 */
import { of, type Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { dimensionsOf, keepdimOf, type KeepOptions } from "./dimensions.js";
import { isnan } from "./isnan.js";
import type { Dims } from "./reduction.js";
import { sum } from "./sum.js";
import { where } from "./where.js";

export const nansum = (input: Operand, dim?: Dims, options?: KeepOptions): Tensor => {
  const keepdim = keepdimOf("nansum", options);
  const x = of("nansum", input);
  dimensionsOf("nansum", dim ?? [], x.ndim ? x.shape : [1]);
  return sum(where(isnan(x), 0, x), dim, { keepdim });
};
