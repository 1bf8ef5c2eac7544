import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { sign } from "./sign.js";

/**
 * copysign(x, y): |x| with the sign of y, that of −0 too. NaN counts as positive: what sign it has differs between machines.
 *
 * Shape    x, y: f[…], which broadcast → f[…]
 * Method   a comparison of y, and of 1/y, which is −∞ for −0
 * Error    exact
 * Source   PyTorch `copysign`
 */
export const copysign: Elementwise<2> = /* @__PURE__ */ elementwise<2>("copysign", {
  body: (x, y) => w.where(isNegative(y), w.neg(w.abs(x)), w.abs(x)),
  deriv: [(x, y) => w.where(isNegative(y), w.neg(sign(x)), sign(x)), null],
});
const isNegative = (y: Ex): Ex => w.or(w.lt(y, 0), w.lt(w.div(1, y), 0));
export const copysignFacts: Facts = /* @__PURE__ */ facts(copysign, {
  math: "|x|·sign(y)",
  bound: { wide: 0, narrow: 0 },
  special: [
    [0, -0, -0],
    [-0, 0, 0],
    [1, -0, -1],
    [-1, NaN, 1],
    [NaN, -1, NaN],
    [Infinity, -Infinity, -Infinity],
    [3, -1e-45, -3],
  ],
  hard: [0, 1, -1, 1e-45, -1e-45],
});
