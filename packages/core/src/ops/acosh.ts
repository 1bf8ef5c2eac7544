import { rules } from "../stability/rules.js";
import { askArcosh } from "../stability/inverses.js";
import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * acosh(x), the inverse of the hyperbolic cosine, for x ≥ 1; NaN below.
 *
 * Shape    x: f[…] → f[…]
 * Method   a word of the scalar vocabulary
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `acosh`
 */
export const acosh: Elementwise<1> = /* @__PURE__ */ elementwise("acosh", {
  body: (x) => w.acosh(x),
  deriv: (x) => slope(x),
  range: () => [0, Infinity],
  forms: { always: true, states: rules, ask: (node) => askArcosh(node) },
});
/** 1/√(x² − 1): the product of two roots, of which the square would overflow and cancel. */
const slope: Elementwise<1> = /* @__PURE__ */ elementwise("acosh slope", {
  body: (x) => w.div(1, w.mul(w.sqrt(w.sub(x, 1)), w.sqrt(w.add(x, 1)))),
  // −x/(x² − 1)^(3/2), without an infinite x over another.
  deriv: (x) => w.neg(w.div(slope(x), w.mul(w.sub(x, 1), w.add(1, w.div(1, x))))),
});
export const acoshFacts: Facts = /* @__PURE__ */ facts(acosh, {
  math: "log(x + √(x² − 1))",
  domain: [1, Infinity],
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [1, 0],
    [Infinity, Infinity],
    [0.99999994, NaN],
    [0, NaN],
    [-1, NaN],
    [-Infinity, NaN],
    [NaN, NaN],
  ],
  hard: [1.0000001, 1.0001, 1.5, 2, 1e10, 1e19, 1.8e19, 3.4e38],
  naive: (x) => w.log(w.add(x, w.sqrt(w.sub(w.mul(x, x), 1)))),
  exhaustive: true,
});
