/**
 * leakyRelu(x, { negativeSlope }): x where it is positive, negativeSlope·x elsewhere, and there, at 0 too, with that slope as derivative.
 *
 * Shape    x: f[…] → f[…]
 * Method   as written
 * Error    ≤ ½ ulp
 * Source   PyTorch `leaky_relu`
 */
import * as w from "../scalar/words.js";
import type { Operand } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import type { Tensor } from "../tensor/tensor.js";
import { type Facts, facts } from "./facts.js";
import { positive } from "./positive.js";
import { type Elementwise, elementwise } from "./row.js";

const row: Elementwise<2> = /* @__PURE__ */ elementwise<2>("leakyRelu", {
  body: (x, s) => w.where(w.lt(0, x), x, w.mul(x, s)),
  deriv: [(x, s) => positive(x, 1, s), null],
});

export const leakyRelu = (x: Operand, options?: { readonly negativeSlope?: number }): Tensor =>
  row(x, optionsOf("leakyRelu", options, { negativeSlope: "a number" }).negativeSlope ?? 0.01);
export const leakyReluFacts: Facts = /* @__PURE__ */ facts(row, {
  math: "x, or s·x where x ≤ 0",
  bound: { wide: 0.5, narrow: 0.5 },
  special: [
    [0, 0.5, 0],
    [-0, 0.5, -0],
    [Infinity, 0, Infinity],
    [-Infinity, 0.5, -Infinity],
    [-Infinity, 0, NaN],
    [NaN, 0.5, NaN],
  ],
  hard: [0.01, -1, 1, 16777216, 1e-45],
  parameters: [[0.01], [0.2], [0], [-1.5], [1e-30], [1e30]],
  exhaustive: true,
});
