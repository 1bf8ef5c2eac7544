import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * square(x) = x².
 *
 * Shape    x: […] → […]; whole numbers stay whole
 * Method   float32 arithmetic
 * Error    ≤ ½ ulp
 * Source   PyTorch `square`
 */
export const square: Elementwise<1> = /* @__PURE__ */ elementwise("square", {
  takes: "number",
  body: (x) => w.mul(x, x),
  deriv: (x) => w.mul(2, x),
  range: () => [0, Infinity],
});
export const squareFacts: Facts = /* @__PURE__ */ facts(square, {
  math: "x²",
  bound: { wide: 0.5, narrow: 0.5 },
  special: [
    [-Infinity, Infinity],
    [Infinity, Infinity],
    [NaN, NaN],
    [0, 0],
    [-0, 0],
    [-3, 9],
  ],
  hard: [1e-23, 1e-19, 1.8446743e19, 4097],
  naive: (x) => w.exp(w.mul(2, w.log(w.abs(x)))),
  exhaustive: true,
});
