import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * sign(x): −1, 0 or 1; 0 for ±0, NaN for NaN.
 *
 * Shape    x: […] → […]; whole numbers stay whole
 * Method   comparisons
 * Error    exact
 * Source   PyTorch `sign`, NumPy for NaN
 */
export const sign: Elementwise<1> = /* @__PURE__ */ elementwise("sign", {
  takes: "number",
  body: (x) => w.where(w.lt(0, x), 1, w.where(w.lt(x, 0), -1, w.where(w.eq(x, 0), 0, NaN))),
  deriv: () => 0,
  range: () => [-1, 1],
  forms: {},
});
export const signFacts: Facts = /* @__PURE__ */ facts(sign, {
  math: "−1, 0 or 1",
  bound: { wide: 0, narrow: 0 },
  special: [
    [-Infinity, -1],
    [Infinity, 1],
    [NaN, NaN],
    [0, 0],
    [-0, 0],
  ],
  exhaustive: true,
});
