/**
 * bernoulli(p): 1 with probability p, else 0; NaN where p is no probability.
 *
 * Shape    p: f[…] → f[…], or f[…shape] that p broadcasts to; of p's type
 * Method   u < p, where u is word·2⁻³² of Philox4x32-10 without the bits that float32 has no room for: one word an element
 * Error    the probability is p, rounded to float32, to within 2⁻³² from above; 0 and 1 are certain
 * Source   PyTorch `bernoulli`; no gradient passes, and none can be asked
 */
import { isFloating } from "../dtype.js";
import type { RandomOptions } from "../random/generator.js";
import * as w from "../scalar/words.js";
import { of, type Operand } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import { sameShape, type Shape } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { cut } from "./cut.js";
import { beside } from "./beside.js";
import { drawing, drawn } from "./drawing.js";
import { elementwise } from "./row.js";
import { expanded } from "./expanded.js";
import { cast } from "./cast.js";

const fractionOp = /* @__PURE__ */ drawing("bernoulli", () => ({ form: "fraction" }));
const below = /* @__PURE__ */ elementwise<2>("bernoulli", {
  body: (u, p) => w.where(w.and(w.le(0, p), w.le(p, 1)), w.where(w.lt(u, p), 1, 0), NaN),
  range: () => [0, 1],
  forms: {},
});

export function bernoulli(p: Operand, given?: RandomOptions & { readonly shape?: Shape }): Tensor {
  const { shape, ...options } = optionsOf("bernoulli", given, { generator: "", shape: "" });
  if (typeof p === "number" && !(p >= 0 && p <= 1)) throw new RangeError(`bernoulli: ${p} is no probability. Use 0 … 1.`);
  const chance = of("bernoulli", p);
  if (!isFloating(chance.dtype)) throw new TypeError(`bernoulli: the probabilities are ${chance.dtype}. Pass floating numbers.`);
  const size = shape ?? chance.shape,
    spread = sameShape(chance.shape, size) ? chance : expanded("bernoulli", chance, size);
  return cast(
    below(
      beside([chance], () => drawn(fractionOp, size, options)),
      cast(cut(spread), "float32"),
    ),
    chance.dtype,
  );
}
