/**
 * chainMatmul(a, b, …): the product of matrices in the order that takes the fewest multiplications: multiDot of what are matrices all.
 *
 * Shape    [n₀, n₁], [n₁, n₂], …, of one type → [n₀, nₖ]
 * Method   multiDot
 * Error    that of each matmul
 * Source   PyTorch `chain_matmul`
 */
import { allOf, type Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { beside } from "./beside.js";
import { chain } from "./chain.js";
import { checkRank } from "./contraction.js";

export function chainMatmul(...operands: readonly Operand[]): Tensor {
  const ts = allOf("chainMatmul", operands);
  if (!ts.length) throw new RangeError("chainMatmul: no matrices are given. Give at least one.");
  for (const [i, t] of ts.entries()) checkRank("chainMatmul", `matrix ${i}`, t, 2);
  return beside(ts, () => chain("chainMatmul", ts));
}
