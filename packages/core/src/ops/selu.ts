import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { positive } from "./positive.js";
import { type Elementwise, elementwise } from "./row.js";

/** Of which normalised values keep mean 0 and variance 1: the numbers of the source, as float64. */
const ALPHA = 1.6732632423543772,
  SCALE = 1.0507009873554805;
/**
 * selu(x): 1.0507…·x where x is positive, 1.7580…·(e^x − 1) elsewhere. Its derivative at 0 is 1.7580…
 *
 * Shape    x: f[…] → f[…]
 * Method   as written, with expm1
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   Klambauer 2017, "Self-normalizing neural networks"; PyTorch `selu`
 */
export const selu: Elementwise<1> = /* @__PURE__ */ elementwise("selu", {
  body: (x) => w.mul(SCALE, w.where(w.lt(0, x), x, w.mul(ALPHA, w.expm1(x)))),
  deriv: (x) => w.mul(SCALE, positive(x, 1, w.mul(ALPHA, w.exp(x)))),
  range: () => [-SCALE * ALPHA, Infinity],
});
export const seluFacts: Facts = /* @__PURE__ */ facts(selu, {
  math: "λ·x, or λ·α·(e^x − 1) where x ≤ 0",
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [-Infinity, -1.7580993175506592],
    [Infinity, Infinity],
    [NaN, NaN],
    [0, 0],
    [-0, -0],
  ],
  hard: [-103.97, -17.3, -1, -0.001, -1e-9, 1, 2],
  naive: (x) => w.mul(SCALE, w.where(w.lt(0, x), x, w.mul(ALPHA, w.sub(w.exp(x), 1)))),
  exhaustive: true,
});
