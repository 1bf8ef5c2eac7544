/** not an op: values that go where others are. */
import { of, type Operand, typed } from "../tensor/create.js";
import { broadcast, sameShape, type Shape, show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { oneType } from "./computed.js";
import { expand } from "./expand.js";

/** Values of x's type; a number takes that type. Throws TypeError for another. With a shape, they broadcast to it. */
export function like(name: string, values: Operand, x: Tensor, shape?: Shape): Tensor {
  const given = of(name, values),
    v = typed(name, given, x.dtype);
  oneType(name, x, v);
  if (!shape) return v;
  if (!sameShape(broadcast(name, v.shape, shape), shape))
    throw new RangeError(`${name}: values ${show(v.shape)} do not broadcast to ${show(shape)}, the shape they go to. Give that, or less.`);
  return expand(v, shape);
}
