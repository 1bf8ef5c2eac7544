/** not an op: f(a) − f(b) for the functions f that state it by d = a − b. Elsewhere than where a and b are near, as written, where that does not cancel. */
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import type { Difference } from "../stability/pairs.js";
import { near } from "./powerDifference.js";
import { atan } from "./atan.js";
import { cos } from "./cos.js";
import { sigmoid } from "./sigmoid.js";
import { sin } from "./sin.js";
import { softplus } from "./softplus.js";
import { logAbsExpm1 } from "../stability/logs.js";

/** The word is held to a finite value. */
const unheld = (x: Ex): Ex => w.where(w.lt(700, x), Infinity, w.exp(x));
/** e^a − e^b, from the larger exponential: where it overflows neither way does better. */
export const ofExp: Difference = (a, b, d) =>
  w.where(
    w.lt(w.abs(d), Infinity),
    w.where(w.lt(0, d), w.mul(w.exp(a), w.neg(w.expm1(w.neg(d)))), w.mul(w.exp(b), w.expm1(d))),
    // Of two that are −∞ there is nothing left, of two that are ∞ nothing is known.
    w.where(w.and(w.eq(a, -Infinity), w.eq(b, -Infinity)), 0, w.sub(unheld(a), unheld(b))),
  );
export const ofLog: Difference = (a, b, d) => w.where(near(b, d), w.log1p(w.div(d, b)), w.sub(w.log(a), w.log(b)));
/** Of two infinite places of one sign nothing is between. */
const between = (d: Ex): Ex => w.where(w.eq(d, d), d, 0);
/** σ(a) − σ(b) = σ(a)·σ(−b)·(1 − e^−d), or with a and b changed: from the exponential that is at most 1. */
export const ofSigmoid: Difference = (a, b, d) =>
  w.where(
    w.lt(0, d),
    w.mul(w.mul(sigmoid(a), sigmoid(w.neg(b))), w.neg(w.expm1(w.neg(d)))),
    w.mul(w.mul(sigmoid(b), sigmoid(w.neg(a))), w.expm1(between(d))),
  );
/** Of σ(c·a) − σ(c·b): −softplus(−c·a) − softplus(c·b) + log(1 − e^(−c·d)), or with a and b changed. */
const logOfScaled = (a: Ex, b: Ex, d: Ex, c: number): Ex => {
  const isRising = w.lt(0, d),
    [high, low] = [w.where(isRising, a, b), w.where(isRising, b, a)],
    // log(c·|d|) + c·d/2 + … below 0, of which log|d| is left out at 0.
    apart = w.where(w.eq(d, 0), w.add(Math.log(c), w.mul(c / 2, d)), logAbsExpm1(w.mul(-c, w.abs(between(d)))));
  return w.sub(apart, w.add(softplus(w.mul(-c, high)), softplus(w.mul(c, low))));
};
export const logOfSigmoid: Difference = (a, b, d) => logOfScaled(a, b, d, 1);
export const ofTanh: Difference = (a, b, d) => w.mul(2, ofSigmoid(w.mul(2, a), w.mul(2, b), w.mul(2, d)));
/** tanh x = 2σ(2x) − 1. */
export const logOfTanh: Difference = (a, b, d) => w.add(Math.LN2, logOfScaled(a, b, d, 2));
/** log((1 + e^a)/(1 + e^b)) = log1p(σ(b)·(e^d − 1)). */
export const ofSoftplus: Difference = (a, b, d) =>
  w.where(w.lt(w.abs(d), 1), w.log1p(w.mul(sigmoid(b), w.expm1(d))), w.sub(softplus(a), softplus(b)));
export const ofSin: Difference = (a, b, d) => w.mul(w.mul(2, cos(w.mul(0.5, w.add(a, b)))), sin(w.mul(0.5, d)));
export const ofCos: Difference = (a, b, d) => w.mul(w.mul(-2, sin(w.mul(0.5, w.add(a, b)))), sin(w.mul(0.5, d)));
export const ofAtan: Difference = (a, b, d) => {
  const one = w.add(1, w.mul(a, b));
  return w.where(w.and(w.lt(0, one), w.lt(one, Infinity)), atan(w.div(d, one)), w.sub(atan(a), atan(b)));
};
