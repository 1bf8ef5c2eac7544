/**
 * randLike(t): rand of the shape of t.
 *
 * Shape    t: […] → f[…]
 * Method   that of rand
 * Error    that of rand
 * Source   PyTorch `rand_like`
 */
import type { RandomOptions } from "../random/generator.js";
import { of, type Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { beside } from "./beside.js";
import { rand } from "./rand.js";

export function randLike(t: Operand, options: RandomOptions = {}): Tensor {
  const like = of("randLike", t);
  return beside([like], () => rand(like.shape, options));
}
