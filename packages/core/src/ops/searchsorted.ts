/**
 * searchsorted(sorted, values, { right }): where values belong in rows that are in ascending order: in front of the elements that equal them, or, with
 * `right`, behind.
 *
 * Shape    sorted: [n] and values of any shape, or [… , n] and [… , m] → int32, of the shape of values
 * Method   bisection. A NaN is greater than every number, as in sort. What is not sorted is not found out
 * Error    exact
 * Source   PyTorch `searchsorted`
 */
import { of, type Operand } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import type { Tensor } from "../tensor/tensor.js";
import { found } from "./searching.js";

export const searchsorted = (sorted: Operand, values: Operand, options?: { readonly right?: boolean }): Tensor =>
  found("searchsorted", of("searchsorted", sorted), values, optionsOf("searchsorted", options, { right: "true or false" }).right ?? false);
