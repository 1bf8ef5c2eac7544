import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * logicalNot(x): whether x is 0; NaN counts as true.
 *
 * Shape    x: […] → bool[…]
 * Method   comparisons; no gradient passes
 * Error    exact
 * Source   PyTorch `logical_not`
 */
export const logicalNot: Elementwise<1> = /* @__PURE__ */ elementwise("logicalNot", {
  takes: "compare",
  body: (x) => w.where(w.eq(x, 0), 1, 0),
  range: () => [0, 1],
});
export const logicalNotFacts: Facts = /* @__PURE__ */ facts(logicalNot, {
  math: "¬x",
  bound: { wide: 0, narrow: 0 },
  special: [
    [0, 1],
    [-0, 1],
    [NaN, 0],
    [Infinity, 0],
  ],
  hard: [0, 1, -1, 16777216, 1e-45],
  exhaustive: true,
});
