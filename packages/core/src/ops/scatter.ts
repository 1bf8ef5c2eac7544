/**
 * scatter(x, dim, index, source): x, and at […, index[…, j, …], …] along `dim` source[…, j, …], or a number. Where several j name one place, the last stays.
 *
 * Shape    x: […], index: int32 of x's rank, its other sizes at most x's, source: no smaller than index → x's shape
 * Method   copies in the order of j. The gradient goes to what stayed; what was written over gets 0
 * Error    exact; an index outside 0 … size−1 is a RangeError
 * Source   PyTorch `scatter`, where the order is left open
 */
import { of, type Operand } from "../tensor/create.js";
import { noMore } from "../tensor/given.js";
import type { Tensor } from "../tensor/tensor.js";
import { indexOf } from "./indexing.js";
import { like } from "./like.js";
import { put } from "./picking.js";
import { scattered } from "./scattered.js";
import { writing } from "./writing.js";

const scatterOp = /* @__PURE__ */ writing("scatter");

export function scatter(input: Operand, dim: number, index: Operand, source: Operand, ...more: readonly never[]): Tensor {
  noMore("scatter", 4, more);
  const x = of("scatter", input),
    i = indexOf("scatter", index);
  return scattered(
    (...args) => put(scatterOp, ...args),
    "scatter",
    x,
    dim,
    i,
    like("scatter", source, x, typeof source === "number" ? i.shape : undefined),
  );
}
