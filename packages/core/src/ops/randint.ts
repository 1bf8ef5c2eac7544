/**
 * randint(low, high, shape, { dtype }): whole numbers from low to high − 1, each as likely as the others; randint(high, shape) begins with 0.
 *
 * Shape    → int32[…shape], or of any type that holds them all
 * Method   low + ⌊w·(high − low)·2⁻⁶⁴⌋, w two words of Philox4x32-10: 64 bits an element, in every type
 * Error    the probability of each is 1/(high − low), to a relative (high − low)·2⁻⁶⁴ < 2⁻³²
 * Source   PyTorch `randint`; Lemire 2019, "Fast random integer generation in an interval", without the rejection
 */
import { noSuch, written } from "../tensor/given.js";
import type { Shape } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { cast } from "./cast.js";
import { type DrawOptions, drawOptionsOf, integers, whole, wholeNumbers } from "./drawing.js";

const randintOp = /* @__PURE__ */ whole("randint");

export function randint(high: number, shape: Shape, options?: DrawOptions): Tensor;
export function randint(low: number, high: number, shape: Shape, options?: DrawOptions): Tensor;
export function randint(first: number, second: number | Shape, third?: Shape | DrawOptions, fourth?: DrawOptions): Tensor {
  return typeof second === "number" ? between(first, second, third as Shape, fourth) : between(0, first, second, third as DrawOptions | undefined);
}
function between(low: number, high: number, shape: Shape, given?: DrawOptions): Tensor {
  const options = drawOptionsOf("randint", given),
    { dtype = "int32" } = options;
  if (!(Number.isInteger(low) && Number.isInteger(high)) || low >= high)
    throw noSuch(
      typeof low === "number" ? high : low,
      `randint: the bounds are ${written(low)} and ${written(high)}. Use whole numbers, the first below the second.`,
    );
  const [least, end] = wholeNumbers("randint", dtype);
  if (low < least || high > end || high - low === 2 ** 32)
    throw new RangeError(
      `randint: bounds ${low} and ${high} leave ${dtype}. Use ${least} … ${end}${end === 2 ** 31 ? ", at most 2^32 − 1 apart" : ""}.`,
    );
  return cast(integers(randintOp, shape, options, low, high - low), dtype);
}
