/**
 * normal(mean, std, shape, { dtype }): numbers of the normal distribution of that mean and standard deviation, through which gradients pass.
 *
 * Shape    mean, std: f[…], or numbers → f[…shape]; without a shape, what they broadcast to
 * Method   mean + std·randn(shape), of the type that mean and std have together unless told otherwise
 * Error    ½ ulp of the product and ½ ulp of the sum, beside that of randn
 * Source   PyTorch `normal`, whose gradients with respect to mean and std are 0
 */
import { of, type Operand } from "../tensor/create.js";
import { broadcast, checkShape, sameShape, type Shape, show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { resultType } from "../tensor/promote.js";
import { add } from "./add.js";
import { beside } from "./beside.js";
import { cast } from "./cast.js";
import { type DrawOptions, drawOptionsOf, floatingOf } from "./drawing.js";
import { mul } from "./mul.js";
import { randn } from "./randn.js";
import { floating } from "./reduction.js";

export function normal(mean: Operand, std: Operand, shape?: Shape, given?: DrawOptions): Tensor {
  const options = drawOptionsOf("normal", given);
  if (typeof std === "number" && !(std >= 0)) throw new RangeError(`normal: the standard deviation is ${std}. Use a number from 0.`);
  const m = of("normal", mean),
    s = of("normal", std),
    own = broadcast("normal", m.shape, s.shape),
    to = checkShape("normal", shape ?? own);
  if (!sameShape(broadcast("normal", to, own), to))
    throw new RangeError(`normal: mean and std of shape ${show(own)} do not broadcast to ${show(to)}. Sizes must be equal, or 1 in mean and std.`);
  const dtype = floatingOf("normal", { dtype: options.dtype ?? floating(resultType([m, s])) }),
    drawn = beside([m, s], () => randn(to, { ...options, dtype }));
  return cast(add(m, mul(s, drawn)), dtype);
}
