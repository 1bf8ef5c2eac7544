import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { log } from "./log.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * pow(x, y) = x^y, with the special values of IEEE 754; NaN for a negative number to a power that is not whole.
 *
 * Shape    x, y: f[…], which broadcast → f[…]
 * Method   a word of the scalar vocabulary
 * Error    wide ≤ 0.501 ulp; narrow ≤ 4 ulp
 * Source   PyTorch `pow`
 */
export const pow: Elementwise<2> = /* @__PURE__ */ elementwise<2>("pow", {
  body: (x, y) => w.pow(x, y),
  deriv: [
    (x, y) => byBase(x, y),
    // In exact arithmetic it goes to 0 there; as written it would be 0·∞.
    (x, y) => w.where(w.and(w.eq(x, 0), w.le(0, y)), 0, w.mul(pow(x, y), log(x))),
  ],
});
/** From here on numbers are even, and y − 1 may round to an even one. */
const EVEN = 9007199254740992;
/** y·x^(y − 1), and 0 where y is 0. */
function byBase(x: Ex, y: Ex): Ex {
  const size = w.abs(y),
    even = w.and(w.le(EVEN, size), w.lt(size, Infinity)),
    // Not whole, which y − 1 may be.
    small = w.or(w.lt(size, 0.5), w.and(w.lt(size, EVEN), w.not(w.eq(w.add(w.sub(y, 1), 1), y)))),
    negative = w.or(w.lt(x, 0), w.lt(w.div(1, x), 0)),
    factor = w.where(w.and(even, negative), w.neg(y), y),
    slope = w.mul(factor, pow(w.where(w.or(even, small), w.abs(x), x), w.sub(y, 1)));
  return w.where(w.eq(y, 0), 0, w.where(w.and(w.lt(x, 0), small), NaN, slope));
}
export const powFacts: Facts = /* @__PURE__ */ facts(pow, {
  math: "x^y",
  bound: { wide: 0.501, narrow: 4 },
  special: [
    [NaN, 0, 1],
    [NaN, -0, 1],
    [1, NaN, 1],
    [1, Infinity, 1],
    [-1, Infinity, 1],
    [-1, -Infinity, 1],
    [0.5, Infinity, 0],
    [2, Infinity, Infinity],
    [2, -Infinity, 0],
    [0.5, -Infinity, Infinity],
    [0, -1, Infinity],
    [-0, -1, -Infinity],
    [-0, -2, Infinity],
    [-0, 3, -0],
    [-0, 2, 0],
    [0, 3, 0],
    [0, -Infinity, Infinity],
    [Infinity, -1, 0],
    [Infinity, 2, Infinity],
    [-Infinity, 3, -Infinity],
    [-Infinity, 2, Infinity],
    [-Infinity, -3, -0],
    [-Infinity, 0.5, Infinity],
    [-Infinity, -2, 0],
    [-8, 0.5, NaN],
    [-2, 3, -8],
    [-2, 2, 4],
    [NaN, 1, NaN],
    [2, NaN, NaN],
  ],
  hard: [-3, -2.5, -0.99999994, 0.5, 1.0000001, 2, 127.5, 16777217, 1e10, 1e-30, -149],
  naive: (x, y) => w.exp(w.mul(y, w.log(x))),
});
