/**
 * softshrink(x, { lambd }): x, brought nearer to 0 by lambd, and 0 where it is no further from it.
 *
 * Shape    x: f[…] → f[…]
 * Method   as written; NaN for NaN
 * Error    ≤ ½ ulp
 * Source   PyTorch `softshrink`
 */
import * as w from "../scalar/words.js";
import type { Operand } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import type { Tensor } from "../tensor/tensor.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

const row: Elementwise<2> = /* @__PURE__ */ elementwise<2>("softshrink", {
  body: (x, l) => w.where(w.lt(l, x), w.sub(x, l), w.where(w.lt(x, w.neg(l)), w.add(x, l), w.where(w.eq(x, x), 0, NaN))),
  deriv: [(x, l) => w.where(w.or(w.lt(l, x), w.lt(x, w.neg(l))), 1, w.where(w.eq(x, x), 0, NaN)), null],
});

export function softshrink(x: Operand, options?: { readonly lambd?: number }): Tensor {
  const { lambd = 0.5 } = optionsOf("softshrink", options, { lambd: "a number" });
  if (!(lambd >= 0)) throw new RangeError(`softshrink: lambd is ${lambd}. Give a number from 0.`);
  return row(x, lambd);
}
export const softshrinkFacts: Facts = /* @__PURE__ */ facts(row, {
  math: "x ∓ λ, or 0 where |x| ≤ λ",
  bound: { wide: 0.5, narrow: 0.5 },
  special: [
    [0.5, 0.5, 0],
    [-0.5, 0.5, 0],
    [-0, 0.5, 0],
    [Infinity, 0.5, Infinity],
    [-Infinity, 0.5, -Infinity],
    [NaN, 0.5, NaN],
  ],
  hard: [0.5, -0.5, 0.3, 1],
  parameters: [[0.5], [0], [0.3], [1e30], [1e-40]],
  exhaustive: true,
});
