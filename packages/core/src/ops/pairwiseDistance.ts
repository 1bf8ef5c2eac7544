/**
 * pairwiseDistance(x, y, { p, eps, keepdim }): the norm of x − y + eps along the last dimension, of order p.
 *
 * Shape    x, y: f[…, n], which broadcast → f[…], or with 1 in place of n (keepdim)
 * Method   a difference, rounded once with eps, and norm
 * Error    that of norm, and 2⁻²⁴ of the norm of (|x − y| + eps)
 * Source   PyTorch `nn.functional.pairwise_distance`
 */
import * as w from "../scalar/words.js";
import type { Operand } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import type { Tensor } from "../tensor/tensor.js";
import type { KeepOptions } from "./dimensions.js";
import { norm } from "./norm.js";
import { elementwise } from "./row.js";

const apart = /* @__PURE__ */ elementwise<3>("pairwiseDistance", { body: (x, y, e) => w.add(w.sub(x, y), e), deriv: [() => 1, () => -1, null] });

export interface DistanceOptions extends KeepOptions {
  readonly p?: number;
  readonly eps?: number;
}
export function pairwiseDistance(x: Operand, y: Operand, options?: DistanceOptions): Tensor {
  const { p = 2, eps = 1e-6, keepdim = false } = optionsOf("pairwiseDistance", options, { p: "a number", eps: "a number", keepdim: "true or false" });
  return norm(apart(x, y, eps), p, -1, { keepdim });
}
