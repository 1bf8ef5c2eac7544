/**
 * prod(x, dim): Π x over all elements, one dimension or several. A product of nothing is 1.
 *
 * Shape    x: f[…] → f[… without the dims], or with 1 in their place (keepdim); whole numbers and conditions → int32
 * Method   the last of the running products: one float64 with an exponent of its own, rounded once; what leaves the range of float32 on the way
 *          does not spoil what follows. The gradient divides by nothing: with one factor 0 it is the product of the others, with two 0;
 *          its parts are float64, so that what leaves their range on the way, more than 300 decimal places, does spoil it
 * Error    ½ ulp + n·2⁻⁵³ of it; int32 exact, a product beyond it is an error at the read
 * Source   PyTorch `prod`
 */
import type { Operand } from "../tensor/create.js";
import { ones } from "../tensor/create.js";
import { around } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { beside } from "./beside.js";
import { type KeepOptions, keepdimOf } from "./dimensions.js";
import { expand } from "./expand.js";
import { narrow } from "./narrow.js";
import { countOf } from "./moments.js";
import { runningProduct } from "./recurrence.js";
import { type Dims, overDims, type Reduction, summed, without } from "./reduction.js";
import { reshape } from "./reshape.js";

function prodOver(x: Tensor, over: Reduction): Tensor {
  const shape = without(x.shape, over),
    n = countOf(x, over);
  if (!n) return beside([x], () => expand(ones([], { dtype: x.dtype }), shape));
  const [outer, inner] = [around([...x.shape.slice(0, over.from), 1], over.from)[0], around([1, ...x.shape.slice(over.to)], 0)[2]],
    all = runningProduct(reshape(x, [outer, n, inner]), { order: "inclusive", reverse: false });
  return reshape(narrow(all, 1, n - 1, 1), shape);
}
export const prod = (input: Operand, dim?: Dims, options?: KeepOptions): Tensor =>
  overDims("prod", input, dim, keepdimOf("prod", options), summed, prodOver);
