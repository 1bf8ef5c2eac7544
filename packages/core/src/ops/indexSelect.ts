/**
 * indexSelect(x, dim, index): the parts of x at a list of indices along a dimension.
 *
 * Shape    x: […, n, …], index: int32[k] → […, k, …]
 * Method   gather, whole rows at once
 * Error    exact; an index outside 0 … n−1 is a RangeError
 * Source   PyTorch `index_select`
 */
import { of, type Operand } from "../tensor/create.js";
import { dimension, show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { checkIndex, forRows, indexOf, loops } from "./indexing.js";
import { gathering, picked } from "./picking.js";
import { reshape } from "./reshape.js";

const indexSelectOp = /* @__PURE__ */ gathering("indexSelect");

export function indexSelect(input: Operand, dim: number, index: Operand): Tensor {
  const x = of("indexSelect", input),
    i = indexOf("indexSelect", index),
    shape = x.ndim ? x.shape : [1],
    d = dimension("indexSelect", dim, shape);
  if (i.ndim > 1) throw new RangeError(`indexSelect: the index is ${show(i.shape)}. Give it one dimension, or use at.`);
  if (!x.ndim && i.size !== 1) throw new RangeError(`indexSelect: ${i.size} indices into a 0-d tensor, which has one element. Give one index.`);
  checkIndex("indexSelect", i, shape[d]!, `dimension ${d} of shape ${show(x.shape)}`);
  const { axes, loop } = loops(shape, d, i.size),
    rows = picked(indexSelectOp, reshape(x, axes), forRows(i, loop));
  return reshape(rows, x.ndim ? shape.map((n, k) => (k === d ? i.size : n)) : []);
}
