import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * isfinite(x): whether x is finite; whole numbers always are.
 *
 * Shape    x: […] → bool[…]
 * Method   0·x is 0, and NaN where x is infinite or NaN; no gradient passes
 * Error    exact
 * Source   PyTorch `isfinite`
 */
export const isfinite: Elementwise<1> = /* @__PURE__ */ elementwise("isfinite", {
  takes: "compare",
  body: (x) => w.where(w.eq(w.mul(x, 0), 0), 1, 0),
  range: () => [0, 1],
});
export const isfiniteFacts: Facts = /* @__PURE__ */ facts(isfinite, {
  math: "|x| < ∞",
  bound: { wide: 0, narrow: 0 },
  special: [
    [NaN, 0],
    [Infinity, 0],
    [-Infinity, 0],
    [0, 1],
    [-0, 1],
  ],
  hard: [3.4028234663852886e38, -3.4028234663852886e38, 1e-45],
  exhaustive: true,
});
