import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * logicalAnd(x, y): whether neither is 0; NaN counts as true.
 *
 * Shape    x, y: […], which broadcast → bool[…]
 * Method   comparisons; no gradient passes
 * Error    exact
 * Source   PyTorch `logical_and`
 */
export const logicalAnd: Elementwise<2> = /* @__PURE__ */ elementwise<2>("logicalAnd", {
  takes: "compare",
  body: (x, y) => w.where(w.or(w.eq(x, 0), w.eq(y, 0)), 0, 1),
  range: () => [0, 1],
});
export const logicalAndFacts: Facts = /* @__PURE__ */ facts(logicalAnd, {
  math: "x ∧ y",
  bound: { wide: 0, narrow: 0 },
  special: [
    [0, 1, 0],
    [-0, NaN, 0],
    [NaN, NaN, 1],
    [1, Infinity, 1],
  ],
  hard: [0, 1, -1, 16777216, 1e-45],
});
