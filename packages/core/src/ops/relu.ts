import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { signed } from "./signed.js";

/**
 * relu(x) = max(x, 0). Its derivative at 0 is 0.
 *
 * Shape    x: […] → […]; whole numbers stay whole
 * Method   a comparison; +0 for −0, NaN for NaN
 * Error    exact
 * Source   PyTorch `relu`
 */
export const relu: Elementwise<1> = /* @__PURE__ */ elementwise("relu", {
  takes: signed,
  body: (x) => w.max(x, 0),
  deriv: (x) => w.where(w.lt(0, x), 1, w.where(w.le(x, 0), 0, NaN)),
  range: ([lo, hi]) => [Math.max(lo, 0), Math.max(hi, 0)],
});
export const reluFacts: Facts = /* @__PURE__ */ facts(relu, {
  math: "max(x, 0)",
  bound: { wide: 0, narrow: 0 },
  special: [
    [NaN, NaN],
    [Infinity, Infinity],
    [-Infinity, 0],
    [0, 0],
    [-0, 0],
  ],
  exhaustive: true,
});
