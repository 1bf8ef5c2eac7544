import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { inverseExpm1 } from "./inverseExpm1.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * log1mexp(x) = log(1 − e^x) for x < 0; −∞ at 0, NaN above.
 *
 * Shape    x: f[…] → f[…]
 * Method   log(−expm1(x)) near 0, log1p(−e^x) below −ln 2: neither cancels
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   Mächler 2012, "Accurately computing log(1 − exp(−|a|))"
 */
export const log1mexp: Elementwise<1> = /* @__PURE__ */ elementwise("log1mexp", {
  body: (x) => w.where(w.lt(-Math.LN2, x), w.log(w.neg(w.expm1(x))), w.log1p(w.neg(w.exp(x)))),
  // −1 / (e^−x − 1), which is −∞ at both zeros: 0 − x is +0 there.
  deriv: (x) => w.neg(inverseExpm1(w.sub(0, x))),
  range: () => [-Infinity, 0],
  forms: { logarithmic: true },
});
export const log1mexpFacts: Facts = /* @__PURE__ */ facts(log1mexp, {
  math: "log(1 − e^x)",
  domain: [-Infinity, 0],
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [-Infinity, -0],
    [0, -Infinity],
    [-0, -Infinity],
    [1, NaN],
    [Infinity, NaN],
    [NaN, NaN],
  ],
  hard: [-0.6931472, -1e-8, -1e-40, -16.7, -103.9],
  naive: (x) => w.log(w.sub(1, w.exp(x))),
  exhaustive: true,
});
