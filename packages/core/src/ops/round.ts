import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { signed } from "./signed.js";

/**
 * round(x): the whole number nearest to x, of two the even one.
 *
 * Shape    x: […] → […]; whole numbers stay whole
 * Method   one instruction
 * Error    exact
 * Source   PyTorch `round`
 */
export const round: Elementwise<1> = /* @__PURE__ */ elementwise("round", {
  takes: signed,
  body: (x) => w.round(x),
  deriv: () => 0,
  range: ([lo, hi]) => [Math.floor(lo), Math.ceil(hi)],
});
export const roundFacts: Facts = /* @__PURE__ */ facts(round, {
  math: "x to the nearest",
  bound: { wide: 0, narrow: 0 },
  special: [
    [NaN, NaN],
    [Infinity, Infinity],
    [-Infinity, -Infinity],
    [0, 0],
    [-0, -0],
    [-0.5, -0],
    [0.5, 0],
    [1.5, 2],
    [2.5, 2],
    [-2.5, -2],
  ],
  hard: [-1.5, -0.5, 0.5, 1, 1.5, 2.5, 8388607.5, 8388608, 16777215, -8388607.5, -4194303.75],
  exhaustive: true,
});
