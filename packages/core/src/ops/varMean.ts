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
import { meanOver, overRows } from "./moments.js";
import type { Dims } from "./reduction.js";
import { type SpreadOptions, variance } from "./variance.js";

export const varMean = (input: Operand, dim?: Dims, options: SpreadOptions = {}): { readonly var: Tensor; readonly mean: Tensor } => ({
  var: variance(input, dim, options),
  mean: overRows("varMean", input, dim, options.keepdim ?? false, meanOver),
});
