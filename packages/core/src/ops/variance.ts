/**
 * variance(x, dim, { correction }), by PyTorch's name var: Σ (x − mean)² / (n − correction) over all elements, one dimension or several.
 *
 * Shape    x: f[…] → f[… without the dims], or with 1 in their place (keepdim)
 * Method   squares of the distances from a mean in two parts, summed wide, rounded once; of n ≤ correction NaN or ∞
 * Error    0.501 ulp + 2⁻⁴⁰ of it; of float64 2·2⁻⁵³·(1 + |mean|/σ) of it
 * Source   PyTorch `var`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { spreadOf } from "./dimensions.js";
import { overRows, varianceOver } from "./moments.js";
import type { Dims } from "./reduction.js";

export interface SpreadOptions {
  readonly correction?: number;
  readonly keepdim?: boolean;
}
export function variance(input: Operand, dim?: Dims, options?: SpreadOptions): Tensor {
  const { correction, keepdim } = spreadOf("var", options);
  return overRows("var", input, dim, keepdim, (x, over) => varianceOver(x, over, correction));
}
export { variance as var };
