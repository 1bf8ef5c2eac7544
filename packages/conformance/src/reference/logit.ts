/** log(x/(1 − x)): 2·atanh(2x − 1) near ½, else the difference of the two logarithms. Derivatives 1/(x·(1 − x)) and (2x − 1)/(x·(1 − x))². */
import { add, compare, type DD, dd, div, mul, neg, scale, sub, twoSum } from "./dd.js";
import { log, log1p } from "./functions.js";
import { atanh } from "./hyperbolic.js";
import type { Exact, Reference } from "./reference.js";

function value(x: number): DD {
  if (x < 0 || x > 1) return dd(NaN);
  if (Math.abs(x - 0.5) < 0.25) return scale(atanh(twoSum(2 * x, -1)), 1);
  return sub(log(dd(x)), log1p(neg(dd(x))));
}
/** ∞ at both zeros, NaN beyond. */
const slope = (x: number): DD => (x < 0 || x > 1 ? dd(NaN) : div(dd(1), mul(dd(x + 0), twoSum(1, -x))));
const curvature = (x: number): DD => mul(twoSum(2 * x, -1), mul(slope(x), slope(x)));
export const logit: Reference = {
  value: (x) => value(x!),
  derivatives: [(x) => slope(x!)],
  seconds: [[(x) => curvature(x!)]],
};

/** Brought between ε and 1 − ε; flat outside. */
const isAbove = (x: number, eps: number): boolean => !(x < eps) && compare(twoSum(1, -x), dd(eps)) < 0;
const inside =
  (f: (x: number) => DD): Exact =>
  (x, eps) =>
    x! < eps! || isAbove(x!, eps!) ? dd(0) : f(x!);
export const logitEps: Reference = {
  value: (x, eps) => (isAbove(x!, eps!) ? add(dd(0), neg(value(eps!))) : value(x! < eps! ? eps! : x!)),
  derivatives: [inside(slope), null],
  seconds: [
    [inside(curvature), null],
    [null, null],
  ],
};
