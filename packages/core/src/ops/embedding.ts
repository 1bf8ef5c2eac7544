/**
 * embedding(table, ids): the rows of a table that ids name.
 *
 * Shape    table: f[n, d], ids: int32[…] → f[…, d]
 * Method   gather along the first dimension, whole rows at once
 * Error    exact; an id outside 0 … n−1 is a RangeError
 * Source   PyTorch `embedding`
 */
import { of, type Operand } from "../tensor/create.js";
import { show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { around, checkIndex, forRows } from "./indexing.js";
import { gathering, picked } from "./picking.js";
import { reshape } from "./reshape.js";

const embeddingOp = gathering("embedding");

export function embedding(table: Operand, ids: Operand): Tensor {
  const t = of("embedding", table),
    i = of("embedding", ids);
  if (t.ndim !== 2) throw new RangeError(`embedding: the table is ${show(t.shape)}. Give it two dimensions, [rows, width].`);
  checkIndex("embedding", i, t.shape[0]!, `dimension 0 of shape ${show(t.shape)}`);
  const { axes, loop } = around(t.shape, 0, i.size);
  return reshape(picked(embeddingOp, reshape(t, axes), forRows(i, loop)), [...i.shape, t.shape[1]!]);
}
