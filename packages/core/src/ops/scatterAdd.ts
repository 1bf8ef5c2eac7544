/**
 * scatterAdd(x, dim, index, source): x, and at […, index[…, j, …], …] along `dim` the sum of x and every source[…, j, …] that names it.
 *
 * Shape    x: […], index: int32 of x's rank, its other sizes at most x's, source: of x's type, no smaller than index → x's shape
 * Method   float64 sums in the order of j, rounded once: the same bits on every run; whole numbers wrap around
 * Error    ½ ulp + 2⁻⁴¹·Σ|terms|; an index outside 0 … size−1 is a RangeError
 * Source   PyTorch `scatter_add`
 */
import { of, type Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { oneType } from "./computed.js";
import { indexOf } from "./indexing.js";
import { added, adding } from "./picking.js";
import { scattered } from "./scattered.js";

const scatterAddOp = /* @__PURE__ */ adding("scatterAdd");

export function scatterAdd(input: Operand, dim: number, index: Operand, source: Operand): Tensor {
  const x = of("scatterAdd", input),
    s = of("scatterAdd", source);
  oneType("scatterAdd", x, s);
  return scattered((...put) => added(scatterAddOp, ...put), "scatterAdd", x, dim, indexOf("scatterAdd", index), s);
}
