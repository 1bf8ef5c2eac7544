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
import { expand } from "./expand.js";
import { gather } from "./gather.js";
import { reshape } from "./reshape.js";

export function embedding(table: Operand, ids: Operand): Tensor {
  const t = of("embedding", table),
    i = of("embedding", ids),
    d = t.shape[1]!;
  if (t.ndim !== 2) throw new RangeError(`embedding: the table is ${show(t.shape)}. Give it two dimensions, [rows, width].`);
  return reshape(gather(t, 0, expand(reshape(i, [i.size, 1]), [i.size, d])), [...i.shape, d]);
}
