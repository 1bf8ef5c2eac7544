import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { signed } from "./signed.js";

/**
 * trunc(x): x without its fraction.
 *
 * Shape    x: […] → […]; whole numbers stay whole
 * Method   one instruction
 * Error    exact
 * Source   PyTorch `trunc`
 */
export const trunc: Elementwise<1> = /* @__PURE__ */ elementwise("trunc", {
  takes: signed,
  body: (x) => w.trunc(x),
  deriv: () => 0,
  range: ([lo, hi]) => [Math.trunc(lo), Math.trunc(hi)],
});
export const truncFacts: Facts = /* @__PURE__ */ facts(trunc, {
  math: "x towards 0",
  bound: { wide: 0, narrow: 0 },
  special: [
    [NaN, NaN],
    [Infinity, Infinity],
    [-Infinity, -Infinity],
    [0, 0],
    [-0, -0],
    [-0.75, -0],
    [0.75, 0],
    [-1.5, -1],
  ],
  hard: [-1.5, -0.5, 0.5, 1, 1.5, 2.5, 8388607.5, 8388608, 16777215, -8388607.5, -4194303.75],
  exhaustive: true,
});
