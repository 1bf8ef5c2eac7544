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
import { randn } from "./randn.js";

export const randnLike = (t: Operand, options: RandomOptions = {}): Tensor => randn(of("randnLike", t).shape, options);
