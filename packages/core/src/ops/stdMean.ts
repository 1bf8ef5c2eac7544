/**
 * stdMean(x, dim, { correction }): the standard deviation and the mean, over all elements, one dimension or several.
 *
 * Shape    x: f[…] → { std, mean }, f[… without the dims] both, or with 1 in their place (keepdim)
 * Method   those of std and mean, of which the mean is computed once
 * Error    those of std and mean
 * Source   PyTorch `std_mean`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { spreadOf } from "./dimensions.js";
import { meanOver, overRows } from "./moments.js";
import type { Dims } from "./reduction.js";
import { std } from "./std.js";
import type { SpreadOptions } from "./variance.js";

export function stdMean(input: Operand, dim?: Dims, given?: SpreadOptions): { readonly std: Tensor; readonly mean: Tensor } {
  const options = spreadOf("stdMean", given);
  // First, so that what is refused is refused by this name.
  const mean = overRows("stdMean", input, dim, options.keepdim, meanOver);
  return { std: std(input, dim, options), mean };
}
