import { wholeQuantile } from "../random/normalQuantile.js";
import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * erfinv(x): the y of which erf(y) is x; NaN beyond ±1.
 *
 * Shape    x: f[…] → f[…]
 * Method   √½ times the normal quantile of (1 + x)/2, from x/2 and (1 − |x|)/2, neither of which is rounded in float64
 * Error    wide ≤ 0.501 ulp; narrow ≤ 4 ulp
 * Source   PyTorch `erfinv`; Wichura 1988, AS 241
 */
export const erfinv: Elementwise<1> = /* @__PURE__ */ elementwise("erfinv", {
  body: (x) => w.mul(Math.SQRT1_2, wholeQuantile(w.mul(0.5, x), w.mul(0.5, w.sub(1, w.abs(x))))),
  deriv: (x) => w.mul(0.886226925452758, w.exp(w.mul(erfinv(x), erfinv(x)))),
  range: ([lo, hi]) => [lo >= 0 ? 0 : -Infinity, hi <= 0 ? 0 : Infinity],
});
export const erfinvFacts: Facts = /* @__PURE__ */ facts(erfinv, {
  math: "y with erf(y) = x",
  domain: [-1, 1],
  bound: { wide: 0.501, narrow: 4 },
  special: [
    [-1, -Infinity],
    [1, Infinity],
    [-2, NaN],
    [Infinity, NaN],
    [NaN, NaN],
    [0, 0],
    [-0, -0],
  ],
  hard: [1e-8, 0.5, 0.85, -0.85, 0.9999, -0.9999999, 0.9999999],
  // Winitzki 2008.
  naive: (x) => {
    const l = w.log(w.sub(1, w.mul(x, x))),
      b = w.add(2 / (Math.PI * 0.147), w.div(l, 2));
    return w.sqrt(w.sub(w.sqrt(w.sub(w.mul(b, b), w.div(l, 0.147))), b));
  },
  exhaustive: true,
});
