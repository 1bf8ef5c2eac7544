import { logarithmNear } from "../stability/linear.js";
import { askArtanh } from "../stability/inverses.js";
import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * atanh(x), the inverse of the hyperbolic tangent, for −1 ≤ x ≤ 1, infinite at both; NaN beyond.
 *
 * Shape    x: f[…] → f[…]
 * Method   a word of the scalar vocabulary
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `atanh`
 */
export const atanh: Elementwise<1> = /* @__PURE__ */ elementwise("atanh", {
  body: (x) => w.atanh(x),
  deriv: (x) => slope(x),
  range: ([lo, hi]) => [lo >= 0 ? 0 : -Infinity, hi <= 0 ? 0 : Infinity],
  forms: { logarithm: (node) => logarithmNear(node), ask: (node) => askArtanh(node) },
});
/** 1/(1 − x²): 1 − x is exact where 1 − x² would cancel. */
const slope: Elementwise<1> = /* @__PURE__ */ elementwise("atanh slope", {
  body: (x) => w.div(1, w.mul(w.sub(1, x), w.add(1, x))),
  deriv: (x) => w.mul(w.mul(2, x), w.mul(slope(x), slope(x))),
});
export const atanhFacts: Facts = /* @__PURE__ */ facts(atanh, {
  math: "log((1 + x) / (1 − x)) / 2",
  domain: [-1, 1],
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [1, Infinity],
    [-1, -Infinity],
    [1.0000001, NaN],
    [-2, NaN],
    [Infinity, NaN],
    [-Infinity, NaN],
    [NaN, NaN],
    [0, 0],
    [-0, -0],
  ],
  hard: [-0.99999994, -0.5, -1e-4, 1e-8, 0.33333334, 0.9, 0.99999994],
  naive: (x) => w.mul(0.5, w.log(w.div(w.add(1, x), w.sub(1, x)))),
  exhaustive: true,
});
