import * as w from "../scalar/words.js";
import { comparison } from "./comparing.js";
import { type Facts, facts } from "./facts.js";
import type { Elementwise } from "./row.js";

/**
 * ne(x, y): whether x ≠ y; NaN differs from everything.
 *
 * Shape    x, y: […], which broadcast → bool[…]
 * Method   comparisons; whole numbers with a number beyond int32 as with ±∞; no gradient passes
 * Error    exact
 * Source   PyTorch `ne`
 */
export const ne: Elementwise<2> = /* @__PURE__ */ comparison("ne", {
  body: (x, y) => w.where(w.eq(x, y), 0, 1),
});
export const neFacts: Facts = /* @__PURE__ */ facts(ne, {
  math: "x ≠ y",
  bound: { wide: 0, narrow: 0 },
  special: [
    [0, -0, 0],
    [NaN, NaN, 1],
    [Infinity, Infinity, 0],
    [NaN, 1, 1],
  ],
  hard: [0, 1, -1, 16777216, 1e-45],
});
