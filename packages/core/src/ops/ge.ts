import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * ge(x, y): whether x ≥ y; of NaN never.
 *
 * Shape    x, y: […], which broadcast → bool[…]
 * Method   comparisons; no gradient passes
 * Error    exact
 * Source   PyTorch `ge`
 */
export const ge: Elementwise<2> = /* @__PURE__ */ elementwise<2>("ge", {
  takes: "compare",
  body: (x, y) => w.where(w.le(y, x), 1, 0),
  range: () => [0, 1],
});
export const geFacts: Facts = /* @__PURE__ */ facts(ge, {
  math: "x ≥ y",
  bound: { wide: 0, narrow: 0 },
  special: [
    [-0, 0, 1],
    [NaN, 1, 0],
    [1, NaN, 0],
    [Infinity, -Infinity, 1],
    [1, 1, 1],
  ],
  hard: [0, 1, -1, 16777216, 1e-45],
});
