import * as w from "../scalar/words.js";
import { dividing } from "./dividing.js";
import { type Facts, facts } from "./facts.js";
import { quotient } from "./quotient.js";
import type { Elementwise } from "./row.js";

/**
 * fmod(x, y): what is left of x after whole multiples of y, with the sign of x. fmod(x, ±∞) is x, fmod(x, 0) NaN.
 *
 * Shape    x, y: […], which broadcast → […]; whole numbers stay whole, and by 0 they are an error
 * Method   a word of the scalar vocabulary
 * Error    exact; the derivative by y, −trunc(x/y), wide ≤ 0.501 ulp, narrow ≤ 1.5 ulp
 * Source   PyTorch `fmod`
 */
export const fmod: Elementwise<2> = /* @__PURE__ */ dividing("fmod", {
  body: (x, y) => w.fmod(x, y),
  deriv: [() => 1, (x, y) => w.neg(quotient(x, y))],
  range: ([low, high]) => [Math.min(low, 0), Math.max(high, 0)],
});
export const fmodFacts: Facts = /* @__PURE__ */ facts(fmod, {
  math: "x − y·trunc(x/y)",
  bound: { wide: 0, narrow: 0 },
  derivBound: { wide: 0.501, narrow: 1.5 },
  special: [
    [5, 3, 2],
    [-5, 3, -2],
    [5, -3, 2],
    [-6, 3, -0],
    [0, 3, 0],
    [-0, -3, -0],
    [1, 0, NaN],
    [0, 0, NaN],
    [Infinity, 1, NaN],
    [-Infinity, 1e-45, NaN],
    [1, Infinity, 1],
    [-1, -Infinity, -1],
    [-0, Infinity, -0],
    [Infinity, Infinity, NaN],
    [1, NaN, NaN],
    [NaN, 1, NaN],
    [3.4028234663852886e38, 1.5414283107572988e-44, 1.401298464324817e-44],
  ],
  hard: [1, 3, 0.1, 16777216, 16777215, 3.4028234663852886e38, 1e-45, 1.5e-44, 1.1754943508222875e-38, 1.1754942106924411e-38],
  naive: (x, y) => w.sub(x, w.mul(w.trunc(w.div(x, y)), y)),
});
