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
import type { Tensor } from "../tensor/tensor.js";
import { type KeepOptions, keepdimOf } from "./dimensions.js";
import { productOver } from "./multiplied.js";
import { type Dims, overDims, summed } from "./reduction.js";

export const prod = (input: Operand, dim?: Dims, options?: KeepOptions): Tensor =>
  overDims("prod", input, dim, keepdimOf("prod", options), summed, productOver);
