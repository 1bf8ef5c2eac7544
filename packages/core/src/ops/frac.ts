import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * frac(x) = x − trunc(x), the fraction of x, with its sign. The fraction of ±∞ is NaN.
 *
 * Shape    x: f[…] → f[…]
 * Method   as written: the difference is exact
 * Error    exact
 * Source   PyTorch `frac`
 */
export const frac: Elementwise<1> = /* @__PURE__ */ elementwise("frac", {
  body: (x) => w.sub(x, w.trunc(x)),
  deriv: () => 1,
  range: () => [-1, 1],
});
export const fracFacts: Facts = /* @__PURE__ */ facts(frac, {
  math: "x − trunc(x)",
  bound: { wide: 0, narrow: 0 },
  special: [
    [NaN, NaN],
    [Infinity, NaN],
    [-Infinity, NaN],
    [0, 0],
    [-0, 0],
    [2, 0],
    [-2, 0],
    [-1.75, -0.75],
  ],
  hard: [-1.5, -0.5, 0.5, 1, 1.5, 8388607.5, 8388608, -8388607.5],
  exhaustive: true,
});
