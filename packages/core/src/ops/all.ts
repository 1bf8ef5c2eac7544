/**
 * all(x, dim): whether no element is 0, of all, along one dimension or several. A NaN is not 0; of nothing, none is.
 *
 * Shape    x: […] → bool[… without the dims], or with 1 in their place (keepdim)
 * Method   the least of conditions
 * Error    exact
 * Source   PyTorch `all`
 */
import { of, type Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { type KeepOptions, keepdimOf } from "./dimensions.js";
import { bare, least } from "./extreme.js";
import { gt } from "./gt.js";
import { ne } from "./ne.js";
import { type Dims, overDims } from "./reduction.js";

export const all = (input: Operand, dim?: Dims, options?: KeepOptions): Tensor =>
  overDims(
    "all",
    ne(of("all", input), 0),
    dim,
    keepdimOf("all", options),
    (dtype) => dtype,
    // The least of nothing is the greatest int32.
    (x, over) => gt(bare(least, x, over), 0),
  );
