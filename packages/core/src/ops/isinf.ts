import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * isinf(x): whether x is ∞ or −∞; whole numbers never are.
 *
 * Shape    x: […] → bool[…]
 * Method   0·x is NaN, and x is not; no gradient passes
 * Error    exact
 * Source   PyTorch `isinf`
 */
export const isinf: Elementwise<1> = /* @__PURE__ */ elementwise("isinf", {
  takes: "compare",
  body: (x) => w.where(w.eq(w.mul(x, 0), 0), 0, w.where(w.eq(x, x), 1, 0)),
  range: () => [0, 1],
});
export const isinfFacts: Facts = /* @__PURE__ */ facts(isinf, {
  math: "|x| = ∞",
  bound: { wide: 0, narrow: 0 },
  special: [
    [NaN, 0],
    [Infinity, 1],
    [-Infinity, 1],
    [0, 0],
    [-0, 0],
  ],
  hard: [3.4028234663852886e38, -3.4028234663852886e38, 1e-45],
  exhaustive: true,
});
