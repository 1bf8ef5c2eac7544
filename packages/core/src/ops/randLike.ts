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
import { type DrawOptions, drawOptionsOf, floatingOf } from "./drawing.js";
import { rand } from "./rand.js";

export function randLike(t: Operand, given?: DrawOptions): Tensor {
  const options = drawOptionsOf("randLike", given);
  const like = of("randLike", t),
    dtype = floatingOf("randLike", { dtype: options.dtype ?? like.dtype });
  return beside([like], () => rand(like.shape, { ...options, dtype }));
}
