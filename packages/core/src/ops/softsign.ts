import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { sign } from "./sign.js";

/**
 * softsign(x) = x / (1 + |x|), ±1 at ±∞.
 *
 * Shape    x: f[…] → f[…]
 * Method   as written
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `softsign`, but for its NaN at ±∞
 */
export const softsign: Elementwise<1> = /* @__PURE__ */ elementwise("softsign", {
  body: (x) => w.where(w.lt(w.abs(x), Infinity), w.div(x, w.add(1, w.abs(x))), sign(x)),
  deriv: (x) => slope(x),
  range: () => [-1, 1],
});
/** 1/(1 + |x|)². */
const slope: Elementwise<1> = /* @__PURE__ */ elementwise("softsign slope", {
  body: (x) => w.div(1, w.mul(w.add(1, w.abs(x)), w.add(1, w.abs(x)))),
  deriv: (x) => w.div(w.mul(-2, w.mul(sign(x), slope(x))), w.add(1, w.abs(x))),
});
export const softsignFacts: Facts = /* @__PURE__ */ facts(softsign, {
  math: "x / (1 + |x|)",
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [-Infinity, -1],
    [Infinity, 1],
    [NaN, NaN],
    [0, 0],
    [-0, -0],
  ],
  hard: [-16777216, 1e-8, 0.5, 1, 3.4e38],
  naive: (x) => w.sub(1, w.div(1, w.add(1, x))),
  exhaustive: true,
});
