import { logarithmNear } from "../stability/linear.js";
import * as w from "../scalar/words.js";
import { arcsineSlope } from "./arcsineSlope.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * asin(x), the inverse of the sine, from −π/2 to π/2 in radians, for −1 ≤ x ≤ 1; NaN beyond.
 *
 * Shape    x: f[…] → f[…]
 * Method   a word of the scalar vocabulary
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `asin`
 */
export const asin: Elementwise<1> = /* @__PURE__ */ elementwise("asin", {
  body: (x) => w.asin(x),
  deriv: (x) => arcsineSlope(x),
  range: ([lo, hi]) => [lo >= 0 ? 0 : -1.5707964, hi <= 0 ? 0 : 1.5707964],
  forms: { logarithm: (node) => logarithmNear(node) },
});
export const asinFacts: Facts = /* @__PURE__ */ facts(asin, {
  math: "arcsin x",
  domain: [-1, 1],
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [0, 0],
    [-0, -0],
    [1, 1.5707963705062866],
    [-1, -1.5707963705062866],
    [1.0000001, NaN],
    [-2, NaN],
    [Infinity, NaN],
    [-Infinity, NaN],
    [NaN, NaN],
  ],
  hard: [-0.99999994, -0.5, -1e-4, 1e-8, 0.50000006, 0.70710677, 0.99, 0.9999],
  naive: (x) => w.atan(w.div(x, w.sqrt(w.sub(1, w.mul(x, x))))),
  exhaustive: true,
});
