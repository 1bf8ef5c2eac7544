/**
 * addbmm(x, a, b, { alpha, beta }) = beta·x + alpha·Σ aᵢ·bᵢ of batches of matrices.
 *
 * Shape    x: broadcasts to [m, n], a: [batch, m, k], b: [batch, k, n], of one type → [m, n]
 * Method   one product of [m, batch·k] and [batch·k, n], then one body; x is not looked at where beta is 0
 * Error    that of matmul of that length, and ½ ulp of alpha·Σ, and ½ ulp
 * Source   PyTorch `addbmm`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { addedTo, type Weights } from "./added.js";
import { checkBatches, checkRank, inner, matrices } from "./contraction.js";
import { permute } from "./permute.js";
import { reshape } from "./reshape.js";

export const addbmm = (x: Operand, a: Operand, b: Operand, weights?: Weights): Tensor => addedTo("addbmm", x, a, b, sumOfProducts, weights);

function sumOfProducts(name: string, a: Tensor, b: Tensor): Tensor {
  checkRank(name, "a", a, 3);
  checkRank(name, "b", b, 3);
  checkBatches(name, a, b);
  const [batch, m, k] = a.shape as [number, number, number],
    n = b.shape[2]!;
  if (k !== b.shape[1]) throw inner(name, a, b, k, b.shape[1]!);
  return matrices(name, reshape(permute(a, [1, 0, 2]), [m, batch * k]), reshape(b, [batch * k, n]));
}
