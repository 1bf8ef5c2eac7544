import { askPow, factorsOfPow, logarithmOfPow, logOfPow, offsetsOfPow, powerOf } from "../stability/powers.js";
import type { Ex } from "../scalar/expr.js";
import { askConjugate, conjugateOver } from "../stability/conjugate.js";
import { askCommon } from "../stability/common.js";
import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { log } from "./log.js";
import { reciprocal } from "./reciprocal.js";
import { type Elementwise, elementwise } from "./row.js";
import { square } from "./square.js";
import { rules } from "../stability/rules.js";

/**
 * pow(x, y) = x^y, with the special values of IEEE 754; NaN for a negative number to a power that is not whole.
 *
 * Shape    x, y: f[…], which broadcast → f[…]
 * Method   a word of the scalar vocabulary; to the power of the number 2 it is `square`, and of −1 `reciprocal`, which are quicker and say the same
 * Error    wide ≤ 0.501 ulp; narrow ≤ 4 ulp
 * Source   PyTorch `pow`
 */
export const pow: Elementwise<2> = /* @__PURE__ */ elementwise<2>("pow", {
  strays: 2,
  ofNumber: (x, y) => (y === 2 ? square(x) : y === -1 ? reciprocal(x) : null),
  body: (x, y) => w.pow(x, y),
  deriv: [(x, y) => byBase(x, y), (x, y) => byExponent(x, y)],
  forms: {
    always: true,
    states: rules,
    base: (node) => powerOf(node),
    log: (node) => logOfPow(node),
    logarithm: (node) => logarithmOfPow(node),
    offsets: (node) => offsetsOfPow(node),
    factors: (node) => factorsOfPow(node),
    common: (sum) => askCommon(sum) ?? askConjugate(sum),
    conjugate: (m, sum) => conjugateOver(m, sum),
    ask: (node) => askPow(node),
  },
});
/** y·x^(y − 1), and 0 where y is 0. */
const byBase: Elementwise<2> = /* @__PURE__ */ elementwise<2>("pow′", {
  body: (x, y) => w.where(w.eq(y, 0), 0, w.mul(y, lower(x, y, 1))),
  deriv: [(x, y) => w.where(w.or(w.eq(y, 0), w.eq(y, 1)), 0, w.mul(w.mul(y, w.sub(y, 1)), lower(x, y, 2))), (x, y) => byBoth(x, y)],
});
/** x^y·log x. */
const byExponent: Elementwise<2> = /* @__PURE__ */ elementwise<2>("pow′", {
  body: (x, y) => timesLog(x, y, pow(x, y)),
  deriv: [(x, y) => byBoth(x, y), (x, y) => timesLog(x, y, byExponent(x, y))],
});
/** In exact arithmetic it goes to 0 where x is 0 and y not negative; as written it would be 0·∞. */
const timesLog = (x: Ex, y: Ex, power: Ex): Ex => w.where(w.and(w.eq(x, 0), w.le(0, y)), 0, w.mul(power, log(x)));
/** x^(y − 1)·(1 + y·log x); 1/x where y is 0. */
const byBoth = (x: Ex, y: Ex): Ex =>
  w.where(w.and(w.eq(x, 0), w.lt(1, y)), 0, w.mul(lower(x, y, 1), w.where(w.and(w.eq(y, 0), w.le(0, x)), 1, w.add(1, w.mul(y, log(x))))));
/** From here on numbers are even, and y − 1 may round to an even one. */
const EVEN = 9007199254740992;
/** x^(y − n); whether it is odd, even or not whole y itself must say, for y − n may be rounded. */
function lower(x: Ex, y: Ex, n: number): Ex {
  const even = w.and(w.le(EVEN, w.abs(y)), w.lt(w.abs(y), Infinity)),
    broken = w.not(w.eq(w.floor(y), y)),
    power = pow(w.where(w.or(even, broken), w.abs(x), x), w.sub(y, n)),
    negative = w.or(w.lt(x, 0), w.lt(w.div(1, x), 0)),
    signed = n === 1 ? w.where(w.and(even, negative), w.neg(power), power) : power;
  return w.where(w.and(broken, w.and(w.lt(x, 0), w.lt(-Infinity, x))), NaN, signed);
}
export const powFacts: Facts = /* @__PURE__ */ facts(pow, {
  math: "x^y",
  bound: { wide: 0.501, narrow: 4 },
  mixedBound: { wide: 0.501, narrow: 4, of: (x, y) => largest(x, y) },
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
  hard: [-3, -2.5, -0.99999994, 0.36787945, 0.5, 1, 1.442695, 1.0000001, 2, 127.5, 16777217, 1e10, 1e-30, -149],
  naive: (x, y) => w.exp(w.mul(y, w.log(x))),
});
/** Of the terms of x^(y − 1) + y·x^(y − 1)·log x. */
const largest = (x: Ex, y: Ex): Ex =>
  w.where(
    w.and(w.and(w.lt(0, x), w.lt(x, Infinity)), w.lt(w.abs(y), Infinity)),
    w.mul(w.pow(x, w.sub(y, 1)), w.max(1, w.abs(w.mul(y, w.log(x))))),
    0,
  );
