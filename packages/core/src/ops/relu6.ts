import * as w from "../scalar/words.js";
import { between } from "./between.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { signed } from "./signed.js";

/**
 * relu6(x) = min(max(x, 0), 6). Its derivative at 0 and at 6 is 0.
 *
 * Shape    x: […] → […]; whole numbers stay whole
 * Method   comparisons; +0 for −0, NaN for NaN
 * Error    exact
 * Source   PyTorch `relu6`
 */
export const relu6: Elementwise<1> = /* @__PURE__ */ elementwise("relu6", {
  takes: signed,
  body: (x) => w.min(w.max(x, 0), 6),
  deriv: (x) => between(0, x, 6, 1, 0, 0),
  range: () => [0, 6],
});
export const relu6Facts: Facts = /* @__PURE__ */ facts(relu6, {
  math: "min(max(x, 0), 6)",
  bound: { wide: 0, narrow: 0 },
  special: [
    [NaN, NaN],
    [Infinity, 6],
    [-Infinity, 0],
    [0, 0],
    [-0, 0],
    [6, 6],
  ],
  hard: [0, 6],
  exhaustive: true,
});
