/** not an op: a^e − b^e by d = a − b. */
import { constant, type Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import type { Difference } from "../stability/pairs.js";
import { bodyAt, type Row } from "./derivative.js";

/** Near one another: the smaller way is good where |d| is at most half of |b|. */
export const near = (b: Ex, d: Ex): Ex => w.lt(w.mul(2, w.abs(d)), w.abs(b));

/** a^e − b^e; `row` is that of powers, which roots and squares have no need of. */
export const ofPower = (e: number, row: Row): Difference => {
  if (e === 2) return (a, b, d) => w.mul(d, w.add(a, b));
  if (e === 0.5)
    return (a, b, d) => {
      const sum = w.add(w.sqrt(a), w.sqrt(b));
      return w.where(w.and(w.lt(0, sum), w.lt(sum, Infinity)), w.div(d, sum), w.sub(w.sqrt(a), w.sqrt(b)));
    };
  if (e === -1) return (a, b, d) => w.where(near(b, d), w.neg(w.div(w.div(d, a), b)), w.sub(w.div(1, a), w.div(1, b)));
  if (e === -0.5)
    return (a, b, d) => {
      const [p, q] = [w.sqrt(a), w.sqrt(b)];
      return w.where(near(b, d), w.neg(w.div(w.div(w.div(d, w.add(p, q)), p), q)), w.sub(w.div(1, p), w.div(1, q)));
    };
  const power = (x: Ex): Ex => bodyAt(row, [x, constant(e)]);
  return (a, b, d) => w.where(near(b, d), w.mul(power(b), w.expm1(w.mul(e, w.log1p(w.div(d, b))))), w.sub(power(a), power(b)));
};
