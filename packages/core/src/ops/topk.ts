/**
 * topk(x, k, dim, { largest, sorted }): the k largest elements along `dim` (or the smallest), and where they are.
 *
 * Shape    x: […] → { values: […], indices: int32 […] }, of size k along dim
 * Method   the first k of a stable sort: of equal elements the first are taken, in their order. A NaN is greater than every number. What is not
 *          asked to be sorted is sorted all the same
 * Error    exact; k outside 0 … n is a RangeError
 * Source   PyTorch `topk`
 */
import type { Operand } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import { checkCount, lineOf, type Taken, taken } from "./ranked.js";

export function topk(input: Operand, k: number, dim = -1, options?: { readonly largest?: boolean; readonly sorted?: boolean }): Taken {
  const { largest = true } = optionsOf("topk", options, { largest: "true or false", sorted: "true or false" });
  const line = lineOf("topk", input, dim);
  checkCount("topk", k, 0, line);
  return taken(line, { count: k, descending: largest });
}
