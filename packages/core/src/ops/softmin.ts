/**
 * softmin(x, dim) = softmax(−x, dim).
 *
 * Shape    x: f[…] → f[…]
 * Method   that of softmax
 * Error    that of softmax
 * Source   PyTorch `nn.functional.softmin`
 */
import { of, type Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { cast } from "./cast.js";
import { overOne } from "./exponents.js";
import { neg } from "./neg.js";
import { floating } from "./reduction.js";
import { softmax } from "./softmax.js";

export function softmin(input: Operand, dim: number, ...more: readonly never[]): Tensor {
  const x = of("softmin", input);
  return overOne(softmax.op, neg(cast(x, floating(x.dtype))), dim, more, "softmin");
}
