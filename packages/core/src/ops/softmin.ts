/**
 * softmin(x, dim) = softmax(−x, dim).
 *
 * Shape    x: f[…] → f[…]
 * Method   that of softmax
 * Error    that of softmax
 * Source   PyTorch `nn.functional.softmin`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { neg } from "./neg.js";
import { softmax } from "./softmax.js";

export const softmin = (input: Operand, dim: number): Tensor => softmax(neg(input), dim);
