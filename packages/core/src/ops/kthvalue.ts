/**
 * kthvalue(x, k, dim, { keepdim }): the k-th smallest element along `dim`, counted from 1, and where it is.
 *
 * Shape    x: […] → { values, indices: int32 }, […] without dim, or with 1 in its place (keepdim)
 * Method   one rank of a stable sort: of equal elements the one whose place is in turn. A NaN is greater than every number
 * Error    exact; k outside 1 … n is a RangeError
 * Source   PyTorch `kthvalue`
 */
import type { Operand } from "../tensor/create.js";
import { type KeepOptions, keepdimOf } from "./dimensions.js";
import { checkCount, lineOf, ofLines, type Taken, taken } from "./ranked.js";
import { reshape } from "./reshape.js";

export function kthvalue(input: Operand, k: number, dim = -1, options?: KeepOptions): Taken {
  const keepdim = keepdimOf("kthvalue", options);
  const line = lineOf("kthvalue", input, dim);
  checkCount("kthvalue", k, 1, line);
  const { values, indices } = taken(line, { from: k - 1, count: 1 });
  const shape = ofLines(line, keepdim);
  return { values: reshape(values, shape), indices: reshape(indices, shape) };
}
