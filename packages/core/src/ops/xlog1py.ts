import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { log1p } from "./log1p.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * xlog1py(x, y) = x·log(1 + y); 0 where x is 0 and y is not NaN.
 *
 * Shape    x, y: f[…], which broadcast → f[…]
 * Method   as written
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `special.xlog1py`
 */
export const xlog1py: Elementwise<2> = /* @__PURE__ */ elementwise<2>("xlog1py", {
  body: (x, y) => w.where(w.and(w.eq(x, 0), w.eq(y, y)), 0, w.mul(x, w.log1p(y))),
  deriv: [(x, y) => w.where(w.and(w.eq(x, 0), w.le(y, -1)), 0, log1p(y)), (x, y) => w.div(x, w.add(1, y))],
});
export const xlog1pyFacts: Facts = /* @__PURE__ */ facts(xlog1py, {
  math: "x·log(1 + y)",
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [0, -1, 0],
    [-0, 0, 0],
    [0, Infinity, 0],
    [0, -2, 0],
    [0, NaN, NaN],
    [NaN, 1, NaN],
    [1, -1, -Infinity],
    [2, 0, 0],
    [1, -2, NaN],
    [1, Infinity, Infinity],
  ],
  hard: [1e-45, 1e-10, -0.99999994, 0.5, 2, 3.4e38, -1],
  naive: (x, y) => w.mul(x, w.log(w.add(1, y))),
});
