/**
 * mean(x, dim): Σ x / n over all elements, one dimension or several. Of nothing it is NaN.
 *
 * Shape    x: f[…] → f[… without the dims], or with 1 in their place (keepdim)
 * Method   sum and division in float64, rounded once: it overflows nowhere
 * Error    0.501 ulp + 2⁻⁵²·Σ|x| / n; of float64 1.5 ulp + 2⁻⁵²·Σ|x| / n
 * Source   PyTorch `mean`; whole numbers and conditions are a TypeError, as there
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { type KeepOptions, keepdimOf } from "./dimensions.js";
import { meanBy } from "./moments.js";
import type { Dims } from "./reduction.js";

export const mean = (input: Operand, dim?: Dims, options?: KeepOptions): Tensor => meanBy("mean", input, dim, keepdimOf("mean", options));
