/**
 * to(x, dtype): the elements in another type.
 *
 * Shape    x: […] → […]
 * Method   one rounding: floating types to nearest, ties to even; to int32 towards zero, held to its range (NaN is 0); to uint8 the low eight
 *          bits of that; to bool whether it is not 0
 * Error    exact where the type can hold the value, else ≤ ½ ulp of it
 * Source   PyTorch `Tensor.to`
 */
import { type DType, DTYPES, isDType } from "../dtype.js";
import { input } from "../scalar/expr.js";
import { isNumber, of, type Operand, typed } from "../tensor/create.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { op } from "./op.js";

const toOp = /* @__PURE__ */ op("to", "map", {
  body: /* @__PURE__ */ input(0),
  vjp: (g, node) => [to(g, node.inputs[0]!.dtype)],
});

export function to(input: Operand, dtype: DType): Tensor {
  if (!isDType(dtype)) throw new TypeError(`to: ${String(dtype)} is no dtype. Use one of ${DTYPES.join(", ")}.`);
  const x = of("to", input);
  if (isNumber(x)) return typed("to", x, dtype);
  return x.dtype === dtype ? x : record(toOp, [x], x.shape, null, dtype);
}
