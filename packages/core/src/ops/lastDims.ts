/** not an op: reductions of the last dimensions, in what a type computes in. */
import { isFloating } from "../dtype.js";
import type { Tensor } from "../tensor/tensor.js";
import { cast } from "./cast.js";
import { computed } from "./computed.js";
import type { Reduction } from "./reduction.js";

/** Of the last `count` dimensions; whole numbers become float32. @internal */
export const overLast = (x: Tensor, count: number, of: (x: Tensor, over: Reduction) => Tensor): Tensor =>
  computed(isFloating(x.dtype) ? x.dtype : "float32", (type) => of(cast(x, type), { from: x.ndim - count, to: x.ndim }));
