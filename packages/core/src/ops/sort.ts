/**
 * sort(x, dim, { descending }): the elements along `dim` in order, and where they were.
 *
 * Shape    x: […] → { values: […], indices: int32 […] }
 * Method   argsort and gather. Stable; −0 equals 0, and a NaN is greater than every number: last, or first where `descending`
 * Error    exact
 * Source   PyTorch `sort(stable=True)`
 */
import type { Operand } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import { lineOf, type Taken, taken } from "./ranked.js";

export function sort(input: Operand, dim = -1, options?: { readonly descending?: boolean }): Taken {
  const { descending = false } = optionsOf("sort", options, { descending: "true or false" });
  return taken(lineOf("sort", input, dim), { descending });
}
