/**
 * narrow(x, dim, start, length): `length` elements along a dimension from `start` on, without a copy. A negative start counts from the end.
 *
 * Shape    x: […, n, …] → […, length, …]
 * Method   a view
 * Error    exact
 * Source   PyTorch `narrow`
 */
import { of, type Operand } from "../tensor/create.js";
import { noSuch, written } from "../tensor/given.js";
import { dimension, show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { along, viewed, viewing } from "./window.js";

const narrowOp = /* @__PURE__ */ viewing("narrow");

export function narrow(input: Operand, dim: number, start: number, length: number): Tensor {
  const x = of("narrow", input),
    d = dimension("narrow", dim, x.shape),
    n = x.shape[d]!,
    from = start < 0 ? start + n : start;
  if (!Number.isInteger(from) || from < 0 || from > n || !Number.isInteger(length) || length < 0 || from + length > n)
    throw noSuch(
      typeof length === "number" ? start : length,
      `narrow: ${written(length)} elements from ${written(start)} do not lie in dimension ${d} of shape ${show(x.shape)}. Start in ${-n} … ${n}, and end by ${n}.`,
    );
  return viewed(narrowOp, x, along(x.shape, d, from, length));
}
