/** not an op: loops that compute have kernels for float32, float64 and int32; other types are converted to one of these and back. */
import { type Arithmetic, arithmeticOf, type DType } from "../dtype.js";
import { type Tensor } from "../tensor/tensor.js";
import { cast } from "./cast.js";

/** The result, of type `dtype`, of what is computed in its arithmetic: one rounding more for float16 and bfloat16. @internal */
export function computed(dtype: DType, compute: (arithmetic: Arithmetic) => Tensor): Tensor {
  const arithmetic = arithmeticOf(dtype);
  return cast(compute(arithmetic), dtype);
}

/** The one type of operands that must agree. Throws TypeError naming both where they do not. @internal */
export function oneType(name: string, a: Tensor, b: Tensor): DType {
  if (a.dtype !== b.dtype) throw new TypeError(`${name}: operands are ${a.dtype} and ${b.dtype}. Convert one with to(x, "${a.dtype}").`);
  return a.dtype;
}
