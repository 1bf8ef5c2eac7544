/**
 * argsort(x, dim, { descending }): the indices along `dim` that sort x.
 *
 * Shape    x: […] → int32 […]
 * Method   a stable sort of every line; −0 equals 0, and a NaN is greater than every number: last, or first where `descending`
 * Error    exact
 * Source   PyTorch `argsort`, `sort(stable=True)`
 */
import type { Operand } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import type { Tensor } from "../tensor/tensor.js";
import { lineOf, places } from "./ranked.js";
import { reshape } from "./reshape.js";

export function argsort(input: Operand, dim = -1, options?: { readonly descending?: boolean }): Tensor {
  const { descending = false } = optionsOf("argsort", options, { descending: "true or false" });
  const line = lineOf("argsort", input, dim),
    indices = places(line, { descending });
  return line.scalar ? reshape(indices, []) : indices;
}
