/**
 * mean(x, dim): Σ x / n over all elements, one dimension or several. Of nothing it is NaN.
 *
 * Shape    x: f[…] → f[… without the dims], or with 1 in their place (keepdim)
 * Method   sum and division in float64, rounded once: it overflows nowhere
 * Error    0.501 ulp + 2⁻⁵²·Σ|x| / n; of float64 1.5 ulp + 2⁻⁵²·Σ|x| / n
 * Source   PyTorch `mean`; whole numbers and conditions are a TypeError, as there
 */
import { isFloating } from "../dtype.js";
import { of, type Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { type KeepOptions, keepdimOf } from "./dimensions.js";
import { meanOver } from "./moments.js";
import { type Dims, floating, overDims } from "./reduction.js";

export function mean(input: Operand, dim?: Dims, options?: KeepOptions): Tensor {
  const keepdim = keepdimOf("mean", options);
  const given = of("mean", input);
  if (!isFloating(given.dtype))
    throw new TypeError(`mean: the operand is ${given.dtype}, and a mean is no whole number. Convert it first, with to(x, "float32").`);
  return overDims("mean", given, dim, keepdim, floating, meanOver);
}
