/**
 * embedding(table, ids, { paddingIdx }): the rows of a table that ids name. The row `paddingIdx` gets no gradient.
 *
 * Shape    table: f[n, d], ids: int32[…] → f[…, d]
 * Method   gather along the first dimension, whole rows at once
 * Error    exact; an id outside 0 … n−1 is a RangeError
 * Source   PyTorch `embedding`
 */
import { of, type Operand } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import { show } from "../tensor/shape.js";
import { layoutOf, record, type Tensor } from "../tensor/tensor.js";
import { cast } from "./cast.js";
import { checkIndex, forRows, indexOf, loops } from "./indexing.js";
import { type Op, op } from "./op.js";
import { gathering, picked } from "./picking.js";
import { reshape } from "./reshape.js";
import { sub } from "./sub.js";
import { unsqueeze } from "./unsqueeze.js";
import { where } from "./where.js";

const embeddingOp = /* @__PURE__ */ gathering("embedding");

/** Rows and the ids that they are of: the same rows, without a gradient for those of one id, which is in attrs. */
const paddedOp: Op = /* @__PURE__ */ op("embedding", "none", {
  again: (node, [rows, ids]) => padded(rows!, ids!, node.attrs as number),
  range: (x) => x!,
  vjp: (g, { inputs: [, ids], attrs }) => [where(cast(sub(unsqueeze(ids!, -1), attrs as number), "bool"), g, 0), null],
});
const padded = (rows: Tensor, ids: Tensor, id: number): Tensor => record(paddedOp, [rows, ids], rows.shape, id, rows.dtype, layoutOf(rows));

export function embedding(table: Operand, ids: Operand, options?: { readonly paddingIdx?: number }): Tensor {
  const { paddingIdx } = optionsOf("embedding", options, { paddingIdx: "a number" });
  const t = of("embedding", table),
    i = indexOf("embedding", ids);
  if (t.ndim !== 2) throw new RangeError(`embedding: the table is ${show(t.shape)}. Give it two dimensions, [rows, width].`);
  const [n, width] = t.shape as [number, number];
  checkIndex("embedding", i, n, `dimension 0 of shape ${show(t.shape)}`);
  const { axes, loop } = loops(t.shape, 0, i.size),
    rows = reshape(picked(embeddingOp, reshape(t, axes), forRows(i, loop)), [...i.shape, width]);
  if (paddingIdx === undefined) return rows;
  if (!Number.isInteger(paddingIdx) || paddingIdx < -n || paddingIdx >= n)
    throw new RangeError(
      `embedding: paddingIdx is ${paddingIdx}, and the table is ${show(t.shape)}. ${n ? `Use ${-n} … ${n - 1}.` : "It has no rows."}`,
    );
  return padded(rows, i, paddingIdx < 0 ? paddingIdx + n : paddingIdx);
}
