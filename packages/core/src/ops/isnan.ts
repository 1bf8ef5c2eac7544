import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * isnan(x): whether x is no number; whole numbers never are.
 *
 * Shape    x: […] → bool[…]
 * Method   a comparison; no gradient passes
 * Error    exact
 * Source   PyTorch `isnan`
 */
export const isnan: Elementwise<1> = /* @__PURE__ */ elementwise("isnan", {
  takes: "compare",
  body: (x) => w.where(w.eq(x, x), 0, 1),
  range: () => [0, 1],
});
export const isnanFacts: Facts = /* @__PURE__ */ facts(isnan, {
  math: "x is NaN",
  bound: { wide: 0, narrow: 0 },
  special: [
    [NaN, 1],
    [Infinity, 0],
    [-Infinity, 0],
    [0, 0],
    [-0, 0],
  ],
  hard: [3.4028234663852886e38, -3.4028234663852886e38, 1e-45],
  exhaustive: true,
});
