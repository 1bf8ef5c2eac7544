import * as w from "../scalar/words.js";
import { comparison } from "./comparing.js";
import { type Facts, facts } from "./facts.js";
import type { Elementwise } from "./row.js";

/**
 * lt(x, y): whether x < y; of NaN never.
 *
 * Shape    x, y: […], which broadcast → bool[…]
 * Method   comparisons; whole numbers with a number beyond int32 as with ±∞; no gradient passes
 * Error    exact
 * Source   PyTorch `lt`
 */
export const lt: Elementwise<2> = /* @__PURE__ */ comparison("lt", {
  body: (x, y) => w.where(w.lt(x, y), 1, 0),
});
export const ltFacts: Facts = /* @__PURE__ */ facts(lt, {
  math: "x < y",
  bound: { wide: 0, narrow: 0 },
  special: [
    [-0, 0, 0],
    [NaN, 1, 0],
    [1, NaN, 0],
    [-Infinity, Infinity, 1],
    [1, 1, 0],
  ],
  hard: [0, 1, -1, 16777216, 1e-45],
});
