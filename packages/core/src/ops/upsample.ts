/**
 * upsample(x, options): interpolate under its older name.
 *
 * Shape    x: f[n, c, …] → f[n, c, …size]
 * Method   interpolate
 * Error    that of interpolate
 * Source   PyTorch `nn.functional.upsample`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { interpolate, type InterpolateOptions } from "./interpolate.js";

export const upsample = (input: Operand, options?: InterpolateOptions): Tensor => interpolate(input, options);
