/** not an op: erf(a) − erf(b), and log|erf(a) − erf(b)|, by d = a − b. On one side of 0 by the tails, in which nothing is near 1. */
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import type { Difference } from "../stability/pairs.js";
import { bell, TWO_OVER_ROOT_PI } from "./bell.js";
import { erf } from "./erf.js";
import { erfc } from "./erfc.js";
import { erfcx } from "./erfcx.js";

const squared = (x: Ex): Ex => w.mul(x, x);
/** So near, by |d| and |d·m|, f is integrated by its series in d about the middle m. */
const NEAR = 2 ** -8;
/** ∫ e^(m² − t²) dt from m − d/2 to m + d/2, over d: 1 + (2m² − 1)·d²/12 + (4m⁴ − 12m² + 3)·d⁴/480 + …, to 2⁻⁵³. */
const series = (m: Ex, d: Ex): Ex => {
  const s = squared(m),
    e = squared(d),
    second = w.mul(w.sub(w.mul(2, s), 1), w.mul(e, 1 / 12)),
    fourth = w.mul(w.add(w.mul(w.sub(w.mul(4, s), 12), s), 3), w.mul(squared(e), 1 / 480));
  return w.add(1, w.add(second, fourth));
};
interface Sides {
  readonly isNear: Ex;
  readonly isOnOneSide: Ex;
  readonly middle: Ex;
  /** The magnitudes of the place nearer to 0, and of the other. */
  readonly inner: Ex;
  readonly outer: Ex;
  readonly sign: Ex;
}
function sidesOf(a: Ex, b: Ex, d: Ex): Sides {
  const middle = w.mul(0.5, w.add(a, b)),
    isNear = w.lt(w.mul(w.abs(d), w.max(1, w.abs(middle))), NEAR),
    [p, q] = [w.abs(a), w.abs(b)],
    isOnOneSide = w.lt(0, w.mul(a, b));
  return { isNear, isOnOneSide, middle, inner: w.min(p, q), outer: w.max(p, q), sign: w.where(w.lt(d, 0), -1, 1) };
}
export const ofErf: Difference = (a, b, d) => {
  const { isNear, isOnOneSide, middle, inner, outer, sign } = sidesOf(a, b, d);
  return w.where(
    isNear,
    w.mul(w.mul(TWO_OVER_ROOT_PI, bell(middle)), w.mul(d, series(middle, d))),
    w.where(isOnOneSide, w.mul(sign, w.sub(erfc(inner), erfc(outer))), w.sub(erf(a), erf(b))),
  );
};
/** Of that at c·a and c·b, with e^(−x²) of the place nearer to 0 taken out of both tails: erfc(x) = e^(−x²)·erfcx(x). */
export const logOfErf = (x: Ex, y: Ex, apart: Ex, c = 1): Ex => {
  const [a, b, d] = [w.mul(c, x), w.mul(c, y), w.mul(c, apart)],
    { isNear, isOnOneSide, middle, inner, outer } = sidesOf(a, b, d),
    near = w.mul(w.where(w.eq(d, 0), c, w.abs(d)), w.mul(TWO_OVER_ROOT_PI, series(middle, d))),
    outside = w.where(w.lt(outer, Infinity), w.mul(w.exp(w.mul(w.neg(w.abs(d)), w.add(inner, outer))), erfcx(outer)), 0),
    tails = w.sub(erfcx(inner), outside),
    far = w.where(isOnOneSide, tails, w.abs(w.sub(erf(a), erf(b)))),
    taken = w.where(isNear, middle, w.where(isOnOneSide, inner, 0));
  // Of two infinite places of one sign nothing is between.
  return w.where(w.eq(d, d), w.sub(w.log(w.where(isNear, near, far)), squared(taken)), w.where(w.eq(a, b), -Infinity, NaN));
};
