/**
 * std(x, dim, { correction }): the root of the variance, over all elements, one dimension or several. Of equal elements it is 0, and so is its gradient.
 *
 * Shape    x: f[…] → f[… without the dims], or with 1 in their place (keepdim)
 * Method   that of variance, the root taken before the one rounding: it overflows nowhere in float32
 * Error    0.501 ulp + 2⁻⁴⁰ of it; of float64 2·2⁻⁵³·(1 + |mean|/σ) of it
 * Source   PyTorch `std`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { spreadOf } from "./dimensions.js";
import { deviationOver, overRows } from "./moments.js";
import type { Dims } from "./reduction.js";
import type { SpreadOptions } from "./variance.js";

export function std(input: Operand, dim?: Dims, options?: SpreadOptions): Tensor {
  const { correction, keepdim } = spreadOf("std", options);
  return overRows("std", input, dim, keepdim, (x, over) => deviationOver(x, over, correction));
}
