/**
 * oneHot(index, classes): 1 at each index along a new last dimension, 0 elsewhere. Without a number of classes, or with −1, it is one more than the greatest
 * index, which must be data, so that a run changes no answer.
 *
 * Shape    index: int32[…] → f[…, classes]
 * Method   scatter
 * Error    exact; an index outside 0 … classes−1 is a RangeError
 * Source   PyTorch `one_hot`, which gives integers; these are float32, for arithmetic
 */
import { isGiven, number, type Operand } from "../tensor/create.js";
import { checkShape } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { expand } from "./expand.js";
import { checkIndex, hostIndices, indexOf } from "./indexing.js";
import { put } from "./picking.js";
import { reshape } from "./reshape.js";
import { writing } from "./writing.js";

const oneHotOp = /* @__PURE__ */ writing("oneHot");

export function oneHot(index: Operand, classes = -1): Tensor {
  const i = indexOf("oneHot", index),
    n = classes === -1 ? greatest(i) + 1 : classes,
    shape = checkShape("oneHot", [...i.shape, n]);
  checkIndex("oneHot", i, n, `${n} classes`);
  const each = reshape(i, [i.size, 1, 1]);
  return reshape(put(oneHotOp, number(0), n, each, expand(number(1), each.shape)), shape);
}

function greatest(index: Tensor): number {
  const all = index.dtype === "int32" ? isGiven(index) && hostIndices(index) : new Int32Array(0);
  if (!all) throw new TypeError("oneHot: the index is computed, so the number of classes is not known here. Give it.");
  return all.reduce((most, i) => Math.max(most, i), -1);
}
