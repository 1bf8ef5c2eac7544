/**
 * hardshrink(x, { lambd }): x, and 0 where it is no further from 0 than lambd.
 *
 * Shape    x: f[…] → f[…]
 * Method   comparisons; NaN for NaN
 * Error    exact
 * Source   PyTorch `hardshrink`
 */
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import type { Operand } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import type { Tensor } from "../tensor/tensor.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

const near = (x: Ex, l: Ex): Ex => w.and(w.le(w.neg(l), x), w.le(x, l));
const row: Elementwise<2> = /* @__PURE__ */ elementwise<2>("hardshrink", {
  body: (x, l) => w.where(near(x, l), 0, x),
  deriv: [(x, l) => w.where(near(x, l), 0, w.where(w.eq(x, x), 1, NaN)), null],
});

export const hardshrink = (x: Operand, options?: { readonly lambd?: number }): Tensor =>
  row(x, optionsOf("hardshrink", options, { lambd: "a number" }).lambd ?? 0.5);
export const hardshrinkFacts: Facts = /* @__PURE__ */ facts(row, {
  math: "x, or 0 where |x| ≤ λ",
  bound: { wide: 0, narrow: 0 },
  special: [
    [0.5, 0.5, 0],
    [-0.5, 0.5, 0],
    [-0, 0.5, 0],
    [Infinity, 0.5, Infinity],
    [NaN, 0.5, NaN],
  ],
  hard: [0.5, -0.5, 0.3, 1],
  parameters: [[0.5], [0], [0.3], [1e30], [1e-40]],
  exhaustive: true,
});
