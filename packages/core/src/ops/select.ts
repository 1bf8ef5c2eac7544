/**
 * select(x, dim, index): the part of x at one index along a dimension, without that dimension and without a copy. −1 is the last.
 *
 * Shape    x: […, n, …] → […, …]
 * Method   a view
 * Error    exact
 * Source   PyTorch `select`
 */
import { of, type Operand } from "../tensor/create.js";
import { noSuch, written } from "../tensor/given.js";
import { dimension, show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { viewed, viewing } from "./window.js";

const selectOp = /* @__PURE__ */ viewing("select");

export function select(input: Operand, dim: number, index: number): Tensor {
  const x = of("select", input),
    d = dimension("select", dim, x.shape),
    n = x.shape[d]!;
  if (!Number.isInteger(index) || index < -n || index >= n)
    throw noSuch(
      index,
      `select: index ${written(index)} is out of range for dimension ${d} of shape ${show(x.shape)}. ${n ? `Use ${-n} … ${n - 1}.` : "It has no elements."}`,
    );
  return viewed(selectOp, x, {
    shape: x.shape.filter((_, k) => k !== d),
    axes: x.shape.map((_, k) => (k === d ? [index < 0 ? index + n : index, -1, 0] : [0, k < d ? k : k - 1, 1])),
  });
}
