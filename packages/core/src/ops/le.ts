import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * le(x, y): whether x ≤ y; of NaN never.
 *
 * Shape    x, y: […], which broadcast → bool[…]
 * Method   comparisons; no gradient passes
 * Error    exact
 * Source   PyTorch `le`
 */
export const le: Elementwise<2> = /* @__PURE__ */ elementwise<2>("le", {
  takes: "compare",
  body: (x, y) => w.where(w.le(x, y), 1, 0),
  range: () => [0, 1],
});
export const leFacts: Facts = /* @__PURE__ */ facts(le, {
  math: "x ≤ y",
  bound: { wide: 0, narrow: 0 },
  special: [
    [0, -0, 1],
    [NaN, 1, 0],
    [1, NaN, 0],
    [-Infinity, Infinity, 1],
    [1, 1, 1],
  ],
  hard: [0, 1, -1, 16777216, 1e-45],
});
