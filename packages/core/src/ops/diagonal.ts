/**
 * diagonal(x, offset, dim1, dim2): the elements whose index along dim2 is `offset` more than along dim1, as a last dimension.
 *
 * Shape    x: […, m, …, n, …] → […, …, length of the diagonal]
 * Method   a view
 * Error    exact
 * Source   PyTorch `diagonal`
 */
import { of, type Operand } from "../tensor/create.js";
import { noSuch, written } from "../tensor/given.js";
import { dimension, show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { viewed, viewing } from "./window.js";

const diagonalOp = /* @__PURE__ */ viewing("diagonal");

export function diagonal(input: Operand, offset = 0, dim1 = 0, dim2 = 1): Tensor {
  const x = of("diagonal", input),
    [a, b] = [dimension("diagonal", dim1, x.shape), dimension("diagonal", dim2, x.shape)];
  if (a === b) throw new RangeError(`diagonal: dim1 and dim2 are both dimension ${a} of shape ${show(x.shape)}. Name two.`);
  if (!Number.isInteger(offset))
    throw noSuch(offset, `diagonal: offset ${written(offset)} is no whole number. Use 0, or how far above the main diagonal.`);
  const down = Math.max(-offset, 0),
    right = Math.max(offset, 0),
    length = Math.max(0, Math.min(x.shape[a]! - down, x.shape[b]! - right)),
    rest = x.shape.map((_, d) => d).filter((d) => d !== a && d !== b);
  return viewed(diagonalOp, x, {
    shape: [...rest.map((d) => x.shape[d]!), length],
    axes: x.shape.map((_, d) => (d === a || d === b ? [length && (d === a ? down : right), rest.length, 1] : [0, rest.indexOf(d), 1])),
  });
}
