import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * logit(x) = log(x / (1 − x)), the inverse of σ; −∞ at 0, ∞ at 1, NaN beyond.
 *
 * Shape    x: f[…] → f[…]
 * Method   ±log1p of |2x − 1|/min(x, 1 − x), whose parts are exact near ½ and 1; as written below ¼
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `logit`, without its `eps`: clamp x first
 */
export const logit: Elementwise<1> = /* @__PURE__ */ elementwise("logit", {
  body: (x) => {
    const above = w.log1p(w.div(w.abs(w.sub(w.add(x, x), 1)), w.min(x, w.sub(1, x)))),
      near = w.where(w.lt(x, 0.5), w.neg(above), above);
    return w.where(w.lt(x, 0.25), w.log(w.div(x, w.sub(1, x))), near);
  },
  deriv: (x) => slope(x),
});
/** 1/(x·(1 − x)), where +0 is added so that it is ∞ at both zeros. */
const slope: Elementwise<1> = /* @__PURE__ */ elementwise("logit slope", {
  body: (x) => w.div(1, w.mul(w.add(x, 0), w.sub(1, x))),
  deriv: (x) => w.mul(w.sub(w.add(x, x), 1), w.mul(slope(x), slope(x))),
});
export const logitFacts: Facts = /* @__PURE__ */ facts(logit, {
  math: "log(x / (1 − x))",
  domain: [0, 1],
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [0, -Infinity],
    [-0, -Infinity],
    [0.5, 0],
    [1, Infinity],
    [1.0000001, NaN],
    [-1, NaN],
    [Infinity, NaN],
    [-Infinity, NaN],
    [NaN, NaN],
  ],
  hard: [1e-45, 1e-38, 0.25, 0.4999999, 0.50000006, 0.75, 0.99999994],
  naive: (x) => w.log(w.div(x, w.sub(1, x))),
  exhaustive: true,
});
