import * as w from "../scalar/words.js";
import { defect } from "./defect.js";
import { type Facts, facts } from "./facts.js";
import { MINUS_ROOT_HALF } from "./normalDensity.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * logNdtr(x) = log Φ(x).
 *
 * Shape    x: f[…] → f[…]
 * Method   log(½·erfcx(−x/√2)) − x²/2 in the left tail, where Φ(x) is 0; log1p(−½·erfc(x/√2)) elsewhere
 * Error    wide ≤ 0.501 ulp; narrow ≤ 4 ulp
 * Source   PyTorch `special.log_ndtr`
 */
export const logNdtr: Elementwise<1> = /* @__PURE__ */ elementwise("logNdtr", {
  body: (x) => {
    const scaled = w.erfcx(w.abs(w.mul(MINUS_ROOT_HALF, x))),
      square = w.mul(0.5, w.mul(x, x)),
      beyond = w.mul(0.5, w.mul(w.exp(w.neg(square)), scaled)),
      left = w.lt(x, -1),
      // Φ(x) − 1, and ½·erfcx − 1 in the tail: so there is one logarithm. Where that is held, its value is less than 2^-47 of x²/2.
      offset = w.where(left, w.max(w.sub(w.mul(0.5, scaled), 1), 2 ** -30 - 1), w.where(w.lt(x, 0), w.sub(beyond, 1), w.neg(beyond)));
    return w.sub(w.log1p(offset), w.where(left, square, 0));
  },
  deriv: (x) => inverseMills(x),
  range: () => [-Infinity, 0],
  forms: { logarithmic: true },
});
/**
 * m(x) = φ(x)/Φ(x) = √(2/π)/erfcx(−x/√2), the inverse of Mills' ratio. Its derivative is −m·(m + x), and in the left tail, where m is near −x,
 * m + x is √2·defect/erfcx. At ∞ it is 0 and at −∞ it is −1.
 */
const inverseMills: Elementwise<1> = /* @__PURE__ */ elementwise("inverseMills", {
  body: (x) => w.div(0.7978845608028654, w.erfcx(w.mul(MINUS_ROOT_HALF, x))),
  deriv: (x) => {
    const held = w.min(w.max(x, -(2 ** 200)), 40),
      u = w.mul(MINUS_ROOT_HALF, held),
      m = inverseMills(held);
    return w.neg(w.mul(m, w.where(w.lt(held, -1), w.div(w.mul(Math.SQRT2, defect(u)), w.erfcx(u)), w.add(m, held))));
  },
});
export const logNdtrFacts: Facts = /* @__PURE__ */ facts(logNdtr, {
  math: "log Φ(x)",
  bound: { wide: 0.501, narrow: 4 },
  special: [
    [-Infinity, -Infinity],
    [Infinity, -0],
    [NaN, NaN],
  ],
  hard: [-1e10, -100, -14.2, -1, 0, 5.4, 13, 14.2],
  naive: (x) => w.log(w.mul(0.5, w.erfc(w.mul(MINUS_ROOT_HALF, x)))),
});
