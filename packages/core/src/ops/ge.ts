import * as w from "../scalar/words.js";
import { comparison } from "./comparing.js";
import { type Facts, facts } from "./facts.js";
import type { Elementwise } from "./row.js";

/**
 * ge(x, y): whether x ≥ y; of NaN never.
 *
 * Shape    x, y: […], which broadcast → bool[…]
 * Method   comparisons; whole numbers with a number beyond int32 as with ±∞; no gradient passes
 * Error    exact
 * Source   PyTorch `ge`
 */
export const ge: Elementwise<2> = /* @__PURE__ */ comparison("ge", {
  body: (x, y) => w.where(w.le(y, x), 1, 0),
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
