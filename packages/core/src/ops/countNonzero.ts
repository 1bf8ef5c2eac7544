/**
 * countNonzero(x, dim): how many elements are not 0, of all, along one dimension or several. A NaN is not 0.
 *
 * Shape    x: […] → int32[… without the dims]
 * Method   a sum of conditions
 * Error    exact
 * Source   PyTorch `count_nonzero`
 */
import { of, type Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { ne } from "./ne.js";
import { type Dims, dimsOf, overDims, summed } from "./reduction.js";
import { sum } from "./sum.js";

export const countNonzero = (input: Operand, dim?: Dims): Tensor =>
  overDims("countNonzero", ne(of("countNonzero", input), 0), dim, false, summed, (x, over) => sum(x, dimsOf(over)));
