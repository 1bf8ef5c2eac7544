/**
 * amin(x, dim): the least of all elements, along one dimension or several. The gradient is shared equally where several are the least.
 *
 * Shape    x: f[…] → f[… without the dims], or with 1 in their place (keepdim)
 * Method   comparisons; NaN if an element is NaN, and then so is the gradient of all
 * Error    exact
 * Source   PyTorch `amin`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { type KeepOptions, keepdimOf } from "./dimensions.js";
import { extreme, least } from "./extreme.js";
import type { Dims } from "./reduction.js";

export const amin = (input: Operand, dim?: Dims, options?: KeepOptions): Tensor => extreme(least, input, dim, keepdimOf("amin", options));
