/**
 * maskedFill(x, mask, value): the value where the mask is true, x elsewhere.
 *
 * Shape    x: […], mask: bool or uint8, which broadcast, value: a number or 0-d → […]
 * Method   where
 * Error    exact
 * Source   PyTorch `masked_fill`
 */
import { of, type Operand } from "../tensor/create.js";
import { show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { like } from "./like.js";
import { cast } from "./cast.js";
import { maskOf } from "./mask.js";
import { where } from "./where.js";

export function maskedFill(input: Operand, mask: Operand, value: Operand): Tensor {
  const x = of("maskedFill", input),
    v = like("maskedFill", value, x);
  if (v.ndim) throw new RangeError(`maskedFill: the value is ${show(v.shape)}. Give a number or a 0-d tensor, or use where.`);
  return cast(where(maskOf("maskedFill", mask), v, x), x.dtype);
}
