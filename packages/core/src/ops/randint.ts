/**
 * randint(low, high, shape): whole numbers from low to high − 1, each as likely as the others.
 *
 * Shape    → int32[…shape]
 * Method   low + ⌊w·(high − low)·2⁻⁶⁴⌋, w two words of Philox4x32-10: 64 bits an element
 * Error    the probability of each is 1/(high − low), to a relative (high − low)·2⁻⁶⁴ < 2⁻³²
 * Source   PyTorch `randint`; Lemire 2019, "Fast random integer generation in an interval", without the rejection
 */
import type { RandomOptions } from "../random/generator.js";
import type { Shape } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { drawing, drawn } from "./drawing.js";

interface Range {
  readonly low: number;
  readonly range: number;
}
const randintOp = /* @__PURE__ */ drawing<Range>("randint", ({ low, range }) => ({ form: "integer", low, range }));

export function randint(low: number, high: number, shape: Shape, options: RandomOptions = {}): Tensor {
  const whole = Number.isInteger(low) && Number.isInteger(high);
  if (!whole || low >= high) throw new RangeError(`randint: the bounds are ${low} and ${high}. Use whole numbers, the first below the second.`);
  if (low < -(2 ** 31) || high > 2 ** 31 || high - low === 2 ** 32)
    throw new RangeError(`randint: bounds ${low} and ${high} leave int32. Use −2^31 … 2^31, at most 2^32 − 1 apart.`);
  return drawn(randintOp, shape, options, { low, range: high - low }, "int32");
}
