import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { signed } from "./signed.js";

/**
 * ceil(x): the least whole number that is at least x.
 *
 * Shape    x: […] → […]; whole numbers stay whole
 * Method   −⌊−x⌋
 * Error    exact
 * Source   PyTorch `ceil`
 */
export const ceil: Elementwise<1> = /* @__PURE__ */ elementwise("ceil", {
  takes: signed,
  body: (x) => w.neg(w.floor(w.neg(x))),
  deriv: () => 0,
  range: ([lo, hi]) => [Math.ceil(lo), Math.ceil(hi)],
});
export const ceilFacts: Facts = /* @__PURE__ */ facts(ceil, {
  math: "⌈x⌉",
  bound: { wide: 0, narrow: 0 },
  special: [
    [NaN, NaN],
    [Infinity, Infinity],
    [-Infinity, -Infinity],
    [0, 0],
    [-0, -0],
    [-1e-45, -0],
    [1e-45, 1],
    [-1.5, -1],
  ],
  hard: [-1.5, -0.5, 0.5, 1, 1.5, 2.5, 8388607.5, 8388608, 16777215, -8388607.5, -4194303.75],
  exhaustive: true,
});
