/**
 * any(x, dim): whether some element is not 0, of all, along one dimension or several. A NaN is not 0; of nothing, none is.
 *
 * Shape    x: […] → bool[… without the dims], or with 1 in their place (keepdim)
 * Method   the greatest of conditions
 * Error    exact
 * Source   PyTorch `any`
 */
import { of, type Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { type KeepOptions, keepdimOf } from "./dimensions.js";
import { bare, greatest } from "./extreme.js";
import { gt } from "./gt.js";
import { ne } from "./ne.js";
import { type Dims, overDims } from "./reduction.js";

export const any = (input: Operand, dim?: Dims, options?: KeepOptions): Tensor =>
  overDims(
    "any",
    ne(of("any", input), 0),
    dim,
    keepdimOf("any", options),
    (dtype) => dtype,
    // The greatest of nothing is the least int32.
    (x, over) => gt(bare(greatest, x, over), 0),
  );
