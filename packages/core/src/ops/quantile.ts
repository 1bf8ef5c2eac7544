/**
 * quantile(x, q, dim, { keepdim, interpolation }): what a share q of the elements is below, of all or along a dimension. Between two elements it is interpolated: "linear",
 * "lower", "higher", "midpoint" or "nearest".
 *
 * Shape    x: f[…], q: a number or [k] → f[…] without the dimension, or with 1 in its place (keepdim), behind k if q has it
 * Method   elements in order, the two beside rank q·(n − 1), and a + t·(b − a), from the nearer end. NaN if an element is
 * Error    ½ ulp + 1.01·2⁻²⁴·t·|b − a| where it is interpolated, of float64 2·2⁻⁵³, else exact; of q as a tensor, which is not
 *          checked, the rank is rounded to its type besides
 * Source   PyTorch `quantile`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { type QuantileOptions, quantileOf } from "./quantiles.js";

export const quantile = (input: Operand, q: Operand, dim?: number | null, options?: QuantileOptions): Tensor =>
  quantileOf("quantile", input, q, dim, options, false);
