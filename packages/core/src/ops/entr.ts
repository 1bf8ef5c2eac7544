import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { log } from "./log.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * entr(x) = −x·log x: 0 at 0, −∞ below.
 *
 * Shape    x: f[…] → f[…]
 * Method   as written
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp; its derivative of the size of log x, where it crosses 0
 * Source   PyTorch `special.entr`
 */
export const entr: Elementwise<1> = /* @__PURE__ */ elementwise("entr", {
  body: (x) => w.where(w.lt(0, x), w.neg(w.mul(x, w.log(x))), w.where(w.lt(x, 0), -Infinity, w.where(w.eq(x, 0), 0, NaN))),
  deriv: (x) => w.neg(w.add(1, log(x))),
});
export const entrFacts: Facts = /* @__PURE__ */ facts(entr, {
  math: "−x·log x",
  domain: [0, Infinity],
  bound: { wide: 0.501, narrow: 2 },
  derivBound: { wide: 0.501, narrow: 1.5, of: (x) => w.log(x) },
  secondBound: { wide: 0.501, narrow: 2 },
  special: [
    [0, 0],
    [-0, 0],
    [1, -0],
    [-1, -Infinity],
    [-Infinity, -Infinity],
    [Infinity, -Infinity],
    [NaN, NaN],
  ],
  hard: [0, 1e-45, 1e-38, 0.36787945, 0.99999994, 1.0000001, 3.4e38],
  naive: (x) => w.neg(w.mul(x, w.log(x))),
  exhaustive: true,
});
