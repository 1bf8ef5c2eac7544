import * as w from "../scalar/words.js";
import { comparison } from "./comparing.js";
import { type Facts, facts } from "./facts.js";
import type { Elementwise } from "./row.js";

/**
 * eq(x, y): whether x = y; the zeros are equal, NaN equals nothing.
 *
 * Shape    x, y: […], which broadcast → bool[…]
 * Method   comparisons; whole numbers with a number beyond int32 as with ±∞; no gradient passes
 * Error    exact
 * Source   PyTorch `eq`
 */
export const eq: Elementwise<2> = /* @__PURE__ */ comparison("eq", {
  body: (x, y) => w.where(w.eq(x, y), 1, 0),
});
export const eqFacts: Facts = /* @__PURE__ */ facts(eq, {
  math: "x = y",
  bound: { wide: 0, narrow: 0 },
  special: [
    [0, -0, 1],
    [NaN, NaN, 0],
    [Infinity, Infinity, 1],
    [Infinity, -Infinity, 0],
  ],
  hard: [0, 1, -1, 16777216, 1e-45],
});
