/**
 * norm(x, p, dim): (Σ |x|^p)^(1/p) over all elements, one dimension or several; "fro" is 2. Of order ∞ and −∞ the greatest and the least |x|, of order 0
 * how many are not 0. Where the norm is 0, its gradient is 0.
 *
 * Shape    x: f[…] → f[… without the dims], or with 1 in their place (keepdim)
 * Method   powers summed wide, in float64 and of orders above 4 after division by the greatest |x|: no square overflows, and none is lost
 * Error    0.501 ulp + 2⁻⁴⁰ of it; of orders above 4 and below 0 the root is rounded before it is multiplied by what elements were divided by: 2⁻²⁴ of it more; of float64
 *          2 ulp + 4·2⁻⁵³ of it. Its slope is (|x|/y)^(p − 1), y being the rounded norm: (|p − 1|·r + 1)·2⁻²⁴ of it, r = 1 where y is rounded once, else 2
 * Source   PyTorch `norm`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { type KeepOptions, keepdimOf } from "./dimensions.js";
import { overRows } from "./moments.js";
import { normOver } from "./norms.js";
import type { Dims } from "./reduction.js";

export const norm = (input: Operand, p: number | "fro" | null = "fro", dim?: Dims, options?: KeepOptions): Tensor =>
  overRows("norm", input, dim, keepdimOf("norm", options), (x, over) => normOver("norm", x, p === "fro" || p === null ? 2 : p, over));
