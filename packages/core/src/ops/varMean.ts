/**
 * varMean(x, dim, { correction }): the variance and the mean, over all elements, one dimension or several.
 *
 * Shape    x: f[…] → { var, mean }, f[… without the dims] both, or with 1 in their place (keepdim)
 * Method   those of variance and mean, of which the mean is computed once
 * Error    those of variance and mean
 * Source   PyTorch `var_mean`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { spreadOf } from "./dimensions.js";
import { meanOver, overRows } from "./moments.js";
import type { Dims } from "./reduction.js";
import { type SpreadOptions, variance } from "./variance.js";

export function varMean(input: Operand, dim?: Dims, given?: SpreadOptions): { readonly var: Tensor; readonly mean: Tensor } {
  const options = spreadOf("varMean", given);
  // First, so that what is refused is refused by this name.
  const mean = overRows("varMean", input, dim, options.keepdim, meanOver);
  return { var: variance(input, dim, options), mean };
}
