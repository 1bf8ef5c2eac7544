/**
 * multiDot(matrices): their product, in the order that takes the fewest multiplications. The first may be a row, the last a column, as vectors.
 *
 * Shape    [n₀, n₁], [n₁, n₂], …, of one type → [n₀, nₖ], without the dimension that a vector lacks
 * Method   matmul in the cheapest of all orders
 * Error    that of each matmul
 * Source   PyTorch `linalg.multi_dot`
 */
import { allOf, type Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { beside } from "./beside.js";
import { chain } from "./chain.js";
import { checkRank } from "./contraction.js";

export function multiDot(operands: readonly Operand[]): Tensor {
  const ts = allOf("multiDot", operands);
  if (ts.length < 2) throw new RangeError(`multiDot: ${ts.length} matrices are given. Give at least two.`);
  for (const [i, t] of ts.entries()) if (t.ndim !== 1 || (i && i < ts.length - 1)) checkRank("multiDot", `matrix ${i}`, t, 2);
  return beside(ts, () => chain("multiDot", ts));
}
