/**
 * uniform(low, high, shape, { dtype }): uniform numbers in [low, high), or low where they are equal.
 *
 * Shape    → f[…shape]
 * Method   low·(1 − u) + high·u of u = rand(shape), wide and rounded once; what is rounded up to high becomes low. u has 24 bits, of float64 53
 * Error    0.501 ulp of that sum, and ½ ulp more of float16 and bfloat16; the part that becomes low is ½ ulp(high)/(high − low) at most. float64: 2 ulp
 *          of the greater bound
 * Source   PyTorch `Tensor.uniform_`
 */
import { decoded, encoded } from "../dtype.js";
import * as w from "../scalar/words.js";
import { kindOf } from "../tensor/given.js";
import { checkShape, type Shape } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { cast } from "./cast.js";
import { type DrawOptions, drawOptionsOf, floatingOf } from "./drawing.js";
import { rand } from "./rand.js";
import { elementwise } from "./row.js";

const between = /* @__PURE__ */ elementwise<3>("uniform", { body: (u, low, high) => w.add(w.mul(low, w.sub(1, u)), w.mul(high, u)), forms: {} });
const open = /* @__PURE__ */ elementwise<3>("uniform", { body: (x, low, high) => w.where(w.lt(x, high), x, low), forms: {} });

export function uniform(low: number, high: number, shape: Shape, given?: DrawOptions): Tensor {
  const options = drawOptionsOf("uniform", given);
  checkShape("uniform", shape);
  for (const bound of [low, high]) if (typeof bound !== "number") throw new TypeError(`uniform: a bound is ${kindOf(bound)}. Pass numbers.`);
  const dtype = floatingOf("uniform", options),
    [from, to] = decoded(dtype, encoded(dtype, [low, high])) as unknown as [number, number];
  if (!(from <= to && Math.abs(from) < Infinity && Math.abs(to) < Infinity))
    throw new RangeError(`uniform: the bounds are ${low} and ${high}. Use finite ${dtype} numbers, the first not above the second.`);
  const u = rand(shape, { ...options, dtype: dtype === "float64" ? dtype : "float32" });
  return open(cast(between(u, low, high), dtype), low, high);
}
