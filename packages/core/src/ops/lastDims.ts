/** not an op: reductions of the last dimensions, in what a type computes in. */
import { isFloating } from "../dtype.js";
import { asArray } from "../tensor/given.js";
import { sameShape, type Shape, show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { cast } from "./cast.js";
import { computed } from "./computed.js";
import type { Reduction } from "./reduction.js";

/** Of the last `count` dimensions; whole numbers become float32. @internal */
export const overLast = (x: Tensor, count: number, of: (x: Tensor, over: Reduction) => Tensor): Tensor =>
  computed(isFloating(x.dtype) ? x.dtype : "float32", (type) => of(cast(x, type), { from: x.ndim - count, to: x.ndim }));

/** The last dimensions of x, as they are named. Throws RangeError where x has others. @internal */
export function lastShape(name: string, x: Tensor, given: number | Shape): Shape {
  const shape = typeof given === "number" ? [given] : asArray(name, "sizes", given);
  if (!shape.length || !sameShape(x.shape.slice(-shape.length), shape))
    throw new RangeError(
      `${name}: normalizedShape is ${show(shape)} and x is ${show(x.shape)}. Give the sizes of the last dimensions of x, one at least.`,
    );
  return shape;
}
