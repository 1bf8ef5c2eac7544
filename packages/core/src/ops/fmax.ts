import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * fmax(x, y): the greater of the two; of a number and NaN the number. The gradient goes to the one that is given back, to x where they are equal.
 *
 * Shape    x, y: […], which broadcast → […]; whole numbers stay whole
 * Method   comparisons; NaN if both are NaN; +0 is above −0
 * Error    exact
 * Source   PyTorch `fmax`
 */
export const fmax: Elementwise<2> = /* @__PURE__ */ elementwise<2>("fmax", {
  takes: "number",
  body: (x, y) => w.where(w.eq(x, x), w.where(w.eq(y, y), w.max(x, y), x), y),
  deriv: [(x, y) => w.where(isFirst(x, y), 1, 0), (x, y) => w.where(isFirst(x, y), 0, 1)],
});
const isFirst = (x: Ex, y: Ex): Ex => w.or(w.le(y, x), w.not(w.eq(y, y)));
export const fmaxFacts: Facts = /* @__PURE__ */ facts(fmax, {
  math: "max(x, y), of numbers",
  bound: { wide: 0, narrow: 0 },
  special: [
    [0, -0, 0],
    [-0, 0, 0],
    [NaN, 1, 1],
    [1, NaN, 1],
    [NaN, NaN, NaN],
    [Infinity, NaN, Infinity],
    [NaN, -Infinity, -Infinity],
  ],
  hard: [0, 1, -1, 16777216, 1e-45],
});
