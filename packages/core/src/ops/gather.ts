/**
 * gather(x, dim, index): out[…, j, …] = x[…, index[…, j, …], …] along `dim`.
 *
 * Shape    x: […], index: int32 of x's rank, its other sizes at most x's → index's shape
 * Method   copies; whole rows at once where the index repeats along them
 * Error    exact; an index outside 0 … size−1 is a RangeError, at the call for host data, else at the read
 * Source   PyTorch `gather`
 */
import { of, type Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { indexAlong, indexOf } from "./indexing.js";
import { gathering, picked } from "./picking.js";
import { reshape } from "./reshape.js";

const gatherOp = /* @__PURE__ */ gathering("gather");

export function gather(input: Operand, dim: number, index: Operand): Tensor {
  const x = of("gather", input),
    i = indexOf("gather", index),
    at = indexAlong("gather", x, dim, i);
  return reshape(picked(gatherOp, reshape(at.part, at.axes), at.index), i.shape);
}
