/**
 * randnLike(t, { dtype }): randn of the shape of t, and of its type if not said.
 *
 * Shape    t: […] → f[…]
 * Method   that of randn
 * Error    that of randn
 * Source   PyTorch `randn_like`
 */
import { of, type Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { beside } from "./beside.js";
import { type DrawOptions, drawOptionsOf, floatingOf } from "./drawing.js";
import { randn } from "./randn.js";

export function randnLike(t: Operand, given?: DrawOptions): Tensor {
  const options = drawOptionsOf("randnLike", given);
  const like = of("randnLike", t),
    dtype = floatingOf("randnLike", { dtype: options.dtype ?? like.dtype });
  return beside([like], () => randn(like.shape, { ...options, dtype }));
}
