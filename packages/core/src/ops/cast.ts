/** not an op: the elements in another type, for what the ops need themselves. */
import type { DType } from "../dtype.js";
import { input } from "../scalar/expr.js";
import { isNumber, typed } from "../tensor/create.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { op } from "./op.js";

const castOp = /* @__PURE__ */ op("to", "map", {
  body: /* @__PURE__ */ input(0),
  vjp: (g, node) => [cast(g, node.inputs[0]!.dtype)],
});

/** `x` in a type: itself where it is of that type. Data goes where it is used in another type too. @internal */
export function cast(x: Tensor, dtype: DType): Tensor {
  if (isNumber(x)) return typed("to", x, dtype, true);
  if (x.dtype === dtype) return x;
  const t = record(castOp, [x], x.shape, null, dtype);
  t.place = x.place;
  return t;
}
