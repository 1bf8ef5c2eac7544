/**
 * rand(shape, { dtype }): uniform numbers in [0, 1).
 *
 * Shape    → f[…shape]
 * Method   Philox4x32-10; (word >>> 8)·2⁻²⁴, one word an element. Of other types a whole number of d bits, times 2⁻ᵈ: two words, of float64 four
 * Error    exact: each of the 2ᵈ multiples of 2⁻ᵈ has probability 2⁻ᵈ, where d is 24, of float64 53, of float16 11 and of bfloat16 8; the mean is ½ − 2⁻ᵈ⁻¹
 * Source   PyTorch `rand`; Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"
 */
import { finfo, type FloatName } from "../tensor/info.js";
import { checkShape, type Shape } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { cast } from "./cast.js";
import { drawing, drawn, type DrawOptions, drawOptionsOf, floatingOf, fractions, integers, whole } from "./drawing.js";
import { mul } from "./mul.js";

const randOp = /* @__PURE__ */ drawing("rand", () => ({ form: "uniform" }));
const wholeOp = /* @__PURE__ */ whole("rand");

export function rand(shape: Shape, given?: DrawOptions): Tensor {
  checkShape("rand", shape);
  const options = drawOptionsOf("rand", given);
  const dtype = floatingOf("rand", options);
  if (dtype === "float32") return drawn(randOp, shape, options);
  if (dtype === "float64") return fractions(wholeOp, shape, options);
  // The distance of the numbers below 1.
  const step = finfo(dtype as FloatName).eps / 2;
  return mul(cast(integers(wholeOp, shape, options, 0, 1 / step), dtype), step);
}
