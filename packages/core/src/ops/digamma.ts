import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { tetragammaNext, trigamma } from "./trigamma.js";

/**
 * digamma(x) = ψ(x) = Γ′(x)/Γ(x), the derivative of lgamma; ∓∞ at ±0, NaN at negative whole numbers.
 *
 * Shape    x: f[…] → f[…]
 * Method   a word of the scalar vocabulary: a polynomial with the root, Stirling's series from 3 on, reflection below 0
 * Error    wide ≤ 0.501 ulp; narrow ≤ 4 ulp, for x < 0 of digamma(1 − x)
 * Source   PyTorch `digamma`
 */
export const digamma: Elementwise<1> = /* @__PURE__ */ elementwise("digamma", {
  body: (x) => w.digamma(x),
  deriv: (x) => trigamma(x),
});
export const digammaFacts: Facts = /* @__PURE__ */ facts(digamma, {
  math: "Γ′(x)/Γ(x)",
  bound: { wide: 0.501, narrow: 4, narrowOf: (x) => w.where(w.lt(x, 0), w.digamma(w.sub(1, x)), 0) },
  derivBound: { wide: 0.501, narrow: 1.5 },
  secondBound: { wide: 0.501, narrow: 4, of: (x) => w.where(w.lt(x, 0), tetragammaNext(w.abs(x)), 0) },
  special: [
    [-Infinity, NaN],
    [Infinity, Infinity],
    [NaN, NaN],
    [0, -Infinity],
    [-0, Infinity],
    [-1, NaN],
    [-2, NaN],
    [-8388607, NaN],
    [-1e30, NaN],
  ],
  hard: [1e-30, -1e-30, 1, 1.4616321, 2, 3, -0.50408304, -1.5734985, -2.6107209, -3.6352934, -4.653238, -9.7026725, -100.5, -1000.75, -524288.34],
  // By ψ(x) = ψ(x + 1) − 1/x to 6 and more, and the asymptotic series.
  naive: (x) => {
    const y = w.add(x, 6),
      z = w.div(1, w.mul(y, y)),
      series = w.sub(w.sub(w.log(y), w.div(0.5, y)), w.mul(z, w.sub(1 / 12, w.div(z, 120))));
    return [0, 1, 2, 3, 4, 5].reduce<w.Scalar>((sum, k) => w.sub(sum, w.div(1, w.add(x, k))), series);
  },
  exhaustive: true,
});
