/**
 * take(x, index): the elements of x at indices into all its elements in row-major order. Negative ones count from the end.
 *
 * Shape    x: […], index: int32[…] → index's shape
 * Method   gather
 * Error    exact; an index outside −n … n−1 is a RangeError
 * Source   PyTorch `take`
 */
import { of, type Operand } from "../tensor/create.js";
import { show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { checkIndex, indexOf } from "./indexing.js";
import { gathering, picked } from "./picking.js";
import { reshape } from "./reshape.js";

const takeOp = /* @__PURE__ */ gathering("take");

export function take(input: Operand, index: Operand): Tensor {
  const x = of("take", input),
    i = indexOf("take", index);
  checkIndex("take", i, x.size, `the ${x.size} elements of shape ${show(x.shape)}`, true);
  return reshape(picked(takeOp, reshape(x, [1, x.size, 1]), reshape(i, [1, i.size, 1]), true), i.shape);
}
