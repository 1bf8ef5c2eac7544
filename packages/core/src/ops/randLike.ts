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
import { rand } from "./rand.js";

export const randLike = (t: Operand, options: RandomOptions = {}): Tensor => rand(of("randLike", t).shape, options);
