/**
 * randnLike(t): randn of the shape of t.
 *
 * Shape    t: […] → f[…]
 * Method   that of randn
 * Error    that of randn
 * Source   PyTorch `randn_like`
 */
import type { RandomOptions } from "../random/generator.js";
import { of, type Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { beside } from "./beside.js";
import { randn } from "./randn.js";

export function randnLike(t: Operand, options: RandomOptions = {}): Tensor {
  const like = of("randnLike", t);
  return beside([like], () => randn(like.shape, options));
}
