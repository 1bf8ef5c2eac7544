import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { log } from "./log.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * xlogy(x, y) = x·log y; 0 where x is 0 and y is not NaN.
 *
 * Shape    x, y: f[…], which broadcast → f[…]
 * Method   as written
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `xlogy`
 */
export const xlogy: Elementwise<2> = /* @__PURE__ */ elementwise<2>("xlogy", {
  body: (x, y) => w.where(w.and(w.eq(x, 0), w.eq(y, y)), 0, w.mul(x, w.log(y))),
  deriv: [(x, y) => w.where(w.and(w.eq(x, 0), w.le(y, 0)), 0, log(y)), (x, y) => w.div(x, y)],
});
export const xlogyFacts: Facts = /* @__PURE__ */ facts(xlogy, {
  math: "x·log y",
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [0, 0, 0],
    [-0, 0, 0],
    [0, Infinity, 0],
    [0, -1, 0],
    [0, NaN, NaN],
    [NaN, 1, NaN],
    [1, 0, -Infinity],
    [2, 1, 0],
    [1, -1, NaN],
    [1, Infinity, Infinity],
  ],
  hard: [0, 1e-45, 1e-38, 0.99999994, 1.0000001, 2, 3.4e38, -1],
  naive: (x, y) => w.mul(x, w.log(y)),
});
