/** Tensors of the shape and type of another, none of whose values they read. */
import { full, of, type Operand, zeros } from "./create.js";
import type { CreationOptions } from "./placed.js";
import type { Shape } from "./shape.js";
import type { Tensor } from "./tensor.js";

/** One number everywhere, in the shape of `input` and, unless told otherwise, of its type. */
export function fullLike(input: Operand, value: number, options: CreationOptions = {}): Tensor {
  const t = of("fullLike", input);
  return full(t.shape, value, { ...options, dtype: options.dtype ?? t.dtype });
}
export const zerosLike = (input: Operand, options?: CreationOptions): Tensor => fullLike(input, 0, options);
export const onesLike = (input: Operand, options?: CreationOptions): Tensor => fullLike(input, 1, options);

/** A tensor whose values are unspecified: it is for those who fill it. Here they are zeros, and cost no memory. */
export const empty = (shape: Shape, options?: CreationOptions): Tensor => zeros(shape, options);
