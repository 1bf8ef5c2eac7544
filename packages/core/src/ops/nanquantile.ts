/**
 * nanquantile(x, q, dim, { keepdim, interpolation }): the quantile of what is no NaN; NaN where there is nothing else.
 *
 * Shape    x: f[…], q: a number or [k] → f[…] without the dimension, or with 1 in its place (keepdim), behind k if q has it
 * Method   that of quantile, with as many elements as are no NaN
 * Error    that of quantile
 * Source   PyTorch `nanquantile`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { type QuantileOptions, quantileOf } from "./quantiles.js";

export const nanquantile = (input: Operand, q: Operand, dim?: number | null, options?: QuantileOptions): Tensor =>
  quantileOf("nanquantile", input, q, dim, options, true);
