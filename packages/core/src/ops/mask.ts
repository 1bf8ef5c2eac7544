/** not an op: masks. They are bool, or uint8, which is how images store them; a number that is written down has no type that could be wrong. */
import { of, type Operand } from "../tensor/create.js";
import { Tensor } from "../tensor/tensor.js";
import { cast } from "./cast.js";

/** A mask as bool: what is not 0 is true. Throws TypeError for tensors and typed arrays of other types; `what` names it there. @internal */
export function maskOf(name: string, given: Operand, what = "mask"): Tensor {
  const mask = of(name, given);
  if (mask.dtype !== "bool" && mask.dtype !== "uint8" && (given instanceof Tensor || ArrayBuffer.isView(given)))
    throw new TypeError(`${name}: the ${what} is ${mask.dtype}. Give bools, such as ne(${what}, 0).`);
  return cast(mask, "bool");
}
