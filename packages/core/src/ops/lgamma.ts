import { ofLgamma } from "./lgammaDifference.js";
import * as w from "../scalar/words.js";
import { digamma } from "./digamma.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { rules } from "../stability/rules.js";

/**
 * lgamma(x) = log|Γ(x)|; ∞ at 0 and at negative whole numbers.
 *
 * Shape    x: f[…] → f[…]
 * Method   a word of the scalar vocabulary: a polynomial with the roots 1 and 2, Stirling's series from 3 on, reflection below 0
 * Error    wide ≤ 0.501 ulp; narrow ≤ 4 ulp, for x < 0 of lgamma(1 − x)
 * Source   PyTorch `lgamma`
 */
export const lgamma: Elementwise<1> = /* @__PURE__ */ elementwise("lgamma", {
  body: (x) => w.lgamma(x),
  deriv: (x) => digamma(x),
  forms: { states: rules, difference: (a, b, d) => ofLgamma(a, b, d) },
});
export const lgammaFacts: Facts = /* @__PURE__ */ facts(lgamma, {
  math: "log|Γ(x)|",
  bound: { wide: 0.501, narrow: 4, narrowOf: (x) => w.where(w.lt(x, 0), w.lgamma(w.sub(1, x)), 0) },
  derivBound: { wide: 0.501, narrow: 1.5, narrowOf: (x) => w.where(w.lt(x, 0), w.digamma(w.sub(1, x)), 0) },
  secondBound: { wide: 0.501, narrow: 4 },
  special: [
    [-Infinity, Infinity],
    [Infinity, Infinity],
    [NaN, NaN],
    [0, Infinity],
    [-0, Infinity],
    [-1, Infinity],
    [-2, Infinity],
    [-8388607, Infinity],
    [-1e30, Infinity],
    [1, 0],
    [2, 0],
  ],
  hard: [
    1e-30, -1e-30, 0.5, 1, 1.4616321, 2, 3, 4.0850034e36, -0.5, -1.5, -2.4570248, -2.7476826, -3.1435809, -3.9552943, -4.0393614, -4.9915447,
    -5.0082183, -5.998607, -6.00138, -6.9998016, -7.0001984, -7.999975, -8.0000248,
  ],
  // Lanczos 1964, with the coefficients of Numerical Recipes.
  naive: (x) => {
    const near = w.add(x, 5.5),
      sum = [
        76.18009172947146, -86.50532032941678, 24.01409824083091, -1.231739572450155, 0.001208650973866179, -0.000005395239384953,
      ].reduce<w.Scalar>((total, c, i) => w.add(total, w.div(c, w.add(x, i + 1))), 1.000000000190015);
    return w.add(w.sub(w.mul(w.add(x, 0.5), w.log(near)), near), w.log(w.div(w.mul(2.5066282746310007, sum), x)));
  },
  exhaustive: true,
});
