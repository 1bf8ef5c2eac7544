import { wholeQuantile } from "../random/normalQuantile.js";
import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * ndtri(p) = Φ⁻¹(p), the quantile of the standard normal distribution; NaN outside [0, 1].
 *
 * Shape    p: f[…] → f[…]
 * Method   ratios of polynomials in p − ½ and in √−log of the tail's area, which is p itself where that is small
 * Error    wide ≤ 0.501 ulp; narrow ≤ 4 ulp
 * Source   PyTorch `special.ndtri`; Wichura 1988, AS 241
 */
export const ndtri: Elementwise<1> = /* @__PURE__ */ elementwise("ndtri", {
  body: (p) => wholeQuantile(w.sub(p, 0.5), w.min(p, w.sub(1, p))),
  deriv: (p) => w.mul(2.5066282746310002, w.exp(w.mul(0.5, w.mul(ndtri(p), ndtri(p))))),
});
export const ndtriFacts: Facts = /* @__PURE__ */ facts(ndtri, {
  math: "Φ⁻¹(p)",
  domain: [0, 1],
  bound: { wide: 0.501, narrow: 4 },
  special: [
    [0, -Infinity],
    [-0, -Infinity],
    [1, Infinity],
    [-1, NaN],
    [2, NaN],
    [NaN, NaN],
    [0.5, 0],
  ],
  hard: [1e-45, 1e-38, 1e-11, 0.0749, 0.075, 0.4999999, 0.5000001, 0.925, 0.9999999],
  exhaustive: true,
});
