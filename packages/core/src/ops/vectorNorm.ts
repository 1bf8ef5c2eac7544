/**
 * vectorNorm(x, ord, dim): (Σ |x|^ord)^(1/ord), as norm. Several dimensions, and all of them, are one vector.
 *
 * Shape    x: f[…] → f[… without the dims], or with 1 in their place (keepdim)
 * Method   that of norm
 * Error    that of norm
 * Source   PyTorch `linalg.vector_norm`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { type KeepOptions, keepdimOf } from "./dimensions.js";
import { overRows } from "./moments.js";
import { normOver } from "./norms.js";
import type { Dims } from "./reduction.js";

export const vectorNorm = (input: Operand, ord = 2, dim?: Dims, options?: KeepOptions): Tensor =>
  overRows("vectorNorm", input, dim, keepdimOf("vectorNorm", options), (x, over) => normOver("vectorNorm", x, ord, over));
