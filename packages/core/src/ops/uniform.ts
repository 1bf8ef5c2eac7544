/**
 * uniform(low, high, shape): uniform numbers in [low, high), or low where they are equal.
 *
 * Shape    → f[…shape]
 * Method   low·(1 − u) + high·u of u = rand(shape), wide and rounded once; what is rounded up to high becomes low
 * Error    0.501 ulp of that sum; the part of the numbers that becomes low is ½ ulp(high)/(high − low) at most
 * Source   PyTorch `Tensor.uniform_`
 */
import type { RandomOptions } from "../random/generator.js";
import * as w from "../scalar/words.js";
import type { Shape } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { rand } from "./rand.js";
import { elementwise } from "./row.js";

const between = /* @__PURE__ */ elementwise<3>("uniform", { body: (u, low, high) => w.add(w.mul(low, w.sub(1, u)), w.mul(high, u)), forms: {} });
const open = /* @__PURE__ */ elementwise<3>("uniform", { body: (x, low, high) => w.where(w.lt(x, high), x, low), forms: {} });

export function uniform(low: number, high: number, shape: Shape, options: RandomOptions = {}): Tensor {
  const [from, to] = [Math.fround(low), Math.fround(high)];
  if (!(from <= to && Math.abs(from) < Infinity && Math.abs(to) < Infinity))
    throw new RangeError(`uniform: the bounds are ${low} and ${high}. Use finite float32 numbers, the first not above the second.`);
  return open(between(rand(shape, options), low, high), low, high);
}
