/**
 * to(x, dtype): the elements in another type. to(x, device): x on another device, which is a backend; its elements are computed and read at once.
 *
 * Shape    x: […] → […]
 * Method   one rounding: floating types to nearest, ties to even; to int32 towards zero, held to its range (NaN is 0); to uint8 the low eight
 *          bits of that; to bool whether it is not 0. A device: that of toDevice
 * Error    exact where the type can hold the value, else ≤ ½ ulp of it
 * Source   PyTorch `Tensor.to`
 */
import type { Backend } from "../backend.js";
import { type DType, DTYPES, isDType } from "../dtype.js";
import { chosen, deviceOf } from "../plan/device.js";
import { of, type Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { cast } from "./cast.js";
import { moved } from "./moved.js";

export function to(input: Operand, dtype: DType): Tensor;
export function to(input: Operand, device: Backend): Tensor;
export function to(input: Operand, target: DType | Backend): Tensor {
  const x = of("to", input);
  // float32, in which these are computed, would round a large whole number first.
  if (x.dtype === "int32" && (target === "float16" || target === "bfloat16")) return cast(cast(x, "float64"), target);
  if (isDType(target)) {
    (x.place ?? chosen)?.mustHave("to", target);
    return cast(x, target);
  }
  if (typeof target === "string") throw new TypeError(`to: ${target} is no dtype. Use one of ${DTYPES.join(", ")}, or a backend.`);
  return moved(x, deviceOf("to", target));
}
