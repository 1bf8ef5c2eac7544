/**
 * normal(mean, std, shape): numbers of the normal distribution of that mean and standard deviation, through which gradients pass.
 *
 * Shape    mean, std: f[…], or numbers → f[…shape]; without a shape, what they broadcast to
 * Method   mean + std·randn(shape)
 * Error    ½ ulp of the product and ½ ulp of the sum, beside that of randn
 * Source   PyTorch `normal`, whose gradients with respect to mean and std are 0
 */
import type { RandomOptions } from "../random/generator.js";
import { of, type Operand } from "../tensor/create.js";
import { broadcast, sameShape, type Shape, show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { add } from "./add.js";
import { beside } from "./beside.js";
import { mul } from "./mul.js";
import { randn } from "./randn.js";

export function normal(mean: Operand, std: Operand, shape?: Shape, options: RandomOptions = {}): Tensor {
  if (typeof std === "number" && !(std >= 0)) throw new RangeError(`normal: the standard deviation is ${std}. Use a number from 0.`);
  const m = of("normal", mean),
    s = of("normal", std),
    own = broadcast("normal", m.shape, s.shape),
    to = shape ?? own;
  if (!sameShape(broadcast("normal", to, own), to))
    throw new RangeError(`normal: mean and std of shape ${show(own)} do not broadcast to ${show(to)}. Sizes must be equal, or 1 in mean and std.`);
  const drawn = beside([m, s], () => randn(to, options));
  return add(m, mul(s, drawn));
}
