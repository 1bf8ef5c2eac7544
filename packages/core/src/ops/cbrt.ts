import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * cbrt(x), the cube root; of negative numbers the negative one.
 *
 * Shape    x: f[…] → f[…]
 * Method   a word of the scalar vocabulary
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   NumPy `cbrt`
 */
export const cbrt: Elementwise<1> = /* @__PURE__ */ elementwise("cbrt", {
  rises: true,
  body: (x) => w.cbrt(x),
  deriv: (x) => slope(x),
  range: ([lo, hi]) => [lo >= 0 ? 0 : -Infinity, hi <= 0 ? 0 : Infinity],
});
/** 1/(3·∛x²); its derivative is −2/9·x^(−5/3). */
const slope: Elementwise<1> = /* @__PURE__ */ elementwise("cbrt slope", {
  body: (x) => w.div(1, w.mul(3, w.mul(cbrt(x), cbrt(x)))),
  deriv: (x) => w.div(-2 / 9, w.mul(w.mul(w.mul(cbrt(x), cbrt(x)), w.mul(cbrt(x), cbrt(x))), cbrt(x))),
});
export const cbrtFacts: Facts = /* @__PURE__ */ facts(cbrt, {
  math: "∛x",
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [-Infinity, -Infinity],
    [Infinity, Infinity],
    [NaN, NaN],
    [0, 0],
    [-0, -0],
    [-8, -2],
    [27, 3],
  ],
  hard: [1e-45, 1e-38, 0.125, 0.70710677, 1, 2, 2.828427, 1e10, -1e30],
  naive: (x) => w.mul(w.div(x, w.abs(x)), w.exp(w.div(w.log(w.abs(x)), 3))),
  exhaustive: true,
});
