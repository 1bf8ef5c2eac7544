/** Tensors of the shape and type of another, none of whose values they read. */
import { filled, of, type Operand } from "./create.js";
import { creationOf, type CreationOptions } from "./placed.js";
import type { Shape } from "./shape.js";
import type { Tensor } from "./tensor.js";

/** One number everywhere, in the shape of `input` and, unless told otherwise, of its type. */
export const fullLike = (input: Operand, value: number | boolean, options?: CreationOptions): Tensor => like("fullLike", input, value, options);
export const zerosLike = (input: Operand, options?: CreationOptions): Tensor => like("zerosLike", input, 0, options);
export const onesLike = (input: Operand, options?: CreationOptions): Tensor => like("onesLike", input, 1, options);
function like(name: string, input: Operand, value: number | boolean, given?: CreationOptions): Tensor {
  const t = of(name, input),
    options = creationOf(name, given);
  return filled(name, t.shape, value, { ...options, dtype: options.dtype ?? t.dtype });
}

/** A tensor whose values are unspecified: it is for those who fill it. Here they are zeros, and cost no memory. */
export const empty = (shape: Shape, options?: CreationOptions): Tensor => filled("empty", shape, 0, options);
