/**
 * randLike(t, { dtype }): rand of the shape of t, and of its type if not said.
 *
 * Shape    t: […] → f[…]
 * Method   that of rand
 * Error    that of rand
 * Source   PyTorch `rand_like`
 */
import { of, type Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { beside } from "./beside.js";
import { type DrawOptions, floatingOf } from "./drawing.js";
import { rand } from "./rand.js";

export function randLike(t: Operand, options: DrawOptions = {}): Tensor {
  const like = of("randLike", t),
    dtype = floatingOf("randLike", { dtype: like.dtype, ...options });
  return beside([like], () => rand(like.shape, { ...options, dtype }));
}
