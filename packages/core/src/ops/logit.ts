/**
 * logit(x, { eps }) = log(x / (1 − x)), the inverse of σ; −∞ at 0, ∞ at 1, NaN beyond. With `eps`, x is first brought between eps and 1 − eps; no
 * gradient passes from outside.
 *
 * Shape    x: f[…] → f[…]
 * Method   ±log1p of |2x − 1|/min(x, 1 − x), whose parts are exact near ½ and 1; as written below ¼
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `logit`, where 1 − eps is rounded
 */
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import type { Operand } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import type { Tensor } from "../tensor/tensor.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

export function logit(x: Operand, options?: { readonly eps?: number | undefined }): Tensor {
  const { eps } = optionsOf("logit", options, { eps: "a number or null" });
  return eps === undefined || eps === null ? plain(x) : between(x, eps);
}

const plain: Elementwise<1> = /* @__PURE__ */ elementwise("logit", {
  body: (x) => {
    const above = w.log1p(w.div(w.abs(w.sub(w.add(x, x), 1)), w.min(x, w.sub(1, x)))),
      near = w.where(w.lt(x, 0.5), w.neg(above), above);
    return w.where(w.lt(x, 0.25), w.log(w.div(x, w.sub(1, x))), near);
  },
  deriv: (x) => slope(x),
});
const isBelow = (x: Ex, eps: Ex): Ex => w.lt(x, eps);
/** 1 − eps may not be a number of any type; next to it 1 − x is one. */
const isAbove = (x: Ex, eps: Ex): Ex => w.and(w.not(isBelow(x, eps)), w.lt(w.sub(1, x), eps));
const isOutside = (x: Ex, eps: Ex): Ex => w.or(isBelow(x, eps), isAbove(x, eps));
/** logit(1 − eps) is −logit(eps). */
const between: Elementwise<2> = /* @__PURE__ */ elementwise<2>("logitEps", {
  body: (x, eps) => {
    const y = plain(w.where(isOutside(x, eps), eps, x));
    return w.where(isAbove(x, eps), w.sub(0, y), y);
  },
  deriv: [(x, eps) => w.where(isOutside(x, eps), 0, slope(x)), null],
});
/** 1/(x·(1 − x)), where +0 is added so that it is ∞ at both zeros; NaN where logit is. */
const slope: Elementwise<1> = /* @__PURE__ */ elementwise("logit slope", {
  body: (x) => w.where(w.and(w.le(0, x), w.le(x, 1)), w.div(1, w.mul(w.add(x, 0), w.sub(1, x))), NaN),
  deriv: (x) => w.mul(w.sub(w.add(x, x), 1), w.mul(slope(x), slope(x))),
});
export const logitFacts: Facts = /* @__PURE__ */ facts(plain, {
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
export const logitEpsFacts: Facts = /* @__PURE__ */ facts(between, {
  math: "logit of x between ε and 1 − ε",
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [0.5, 0.25, 0],
    [0.8, 0.5, 0],
    [-1, 0, -Infinity],
    [2, 0, Infinity],
    [NaN, 0.25, NaN],
  ],
  hard: [-1, 1e-45, 0.000001, 0.25, 0.4999999, 0.50000006, 0.75, 0.99999994, 1, 2],
  parameters: [[0], [0.000001], [0.1], [0.25], [0.5], [0.75], [1e-30]],
  naive: (x, eps) => {
    const held = w.min(w.max(x, eps), w.sub(1, eps));
    return w.log(w.div(held, w.sub(1, held)));
  },
});
