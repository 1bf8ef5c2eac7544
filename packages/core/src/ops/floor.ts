import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { signed } from "./signed.js";

/**
 * floor(x): the greatest whole number that is at most x.
 *
 * Shape    x: […] → […]; whole numbers stay whole
 * Method   one instruction
 * Error    exact
 * Source   PyTorch `floor`
 */
export const floor: Elementwise<1> = /* @__PURE__ */ elementwise("floor", {
  takes: signed,
  body: (x) => w.floor(x),
  deriv: () => 0,
  range: ([lo, hi]) => [Math.floor(lo), Math.floor(hi)],
});
export const floorFacts: Facts = /* @__PURE__ */ facts(floor, {
  math: "⌊x⌋",
  bound: { wide: 0, narrow: 0 },
  special: [
    [NaN, NaN],
    [Infinity, Infinity],
    [-Infinity, -Infinity],
    [0, 0],
    [-0, -0],
    [-1e-45, -1],
    [1e-45, 0],
    [-1.5, -2],
  ],
  hard: [-1.5, -0.5, 0.5, 1, 1.5, 2.5, 8388607.5, 8388608, 16777215, -8388607.5, -4194303.75],
  exhaustive: true,
});
