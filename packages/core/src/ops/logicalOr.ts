import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * logicalOr(x, y): whether one is not 0; NaN counts as true.
 *
 * Shape    x, y: […], which broadcast → bool[…]
 * Method   comparisons; no gradient passes
 * Error    exact
 * Source   PyTorch `logical_or`
 */
export const logicalOr: Elementwise<2> = /* @__PURE__ */ elementwise<2>("logicalOr", {
  takes: "compare",
  body: (x, y) => w.where(w.and(w.eq(x, 0), w.eq(y, 0)), 0, 1),
  range: () => [0, 1],
});
export const logicalOrFacts: Facts = /* @__PURE__ */ facts(logicalOr, {
  math: "x ∨ y",
  bound: { wide: 0, narrow: 0 },
  special: [
    [0, 1, 1],
    [-0, 0, 0],
    [NaN, 0, 1],
    [0, Infinity, 1],
  ],
  hard: [0, 1, -1, 16777216, 1e-45],
});
