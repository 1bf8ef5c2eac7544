/**
 * quantile(x, q, dim, { keepdim, interpolation }): what a share q of the elements is below, of all or along a dimension. Between two elements it is interpolated: "linear",
 * "lower", "higher", "midpoint" or "nearest".
 *
 * Shape    x: f[…], q: a number or [k] → f[…] without the dimension, or with 1 in its place (keepdim), behind k if q has it
 * Method   elements in order, the two beside rank q·(n − 1), and a + t·(b − a). NaN if an element is
 * Error    ½ ulp + 1.5·2⁻²⁴·(|a| + |b|) where it is interpolated, else exact; q of a tensor is not checked
 * Source   PyTorch `quantile`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { type QuantileOptions, quantileOf } from "./quantiles.js";

export const quantile = (input: Operand, q: Operand, dim?: number | null, options?: QuantileOptions): Tensor =>
  quantileOf("quantile", input, q, dim, options, false);
