/** log(x/(1 − x)): 2·atanh(2x − 1) near ½, else the difference of the two logarithms. Derivatives 1/(x·(1 − x)) and (2x − 1)/(x·(1 − x))². */
import { type DD, dd, div, mul, neg, scale, sub, twoSum } from "./dd.js";
import { log, log1p } from "./functions.js";
import { atanh } from "./hyperbolic.js";
import type { Reference } from "./reference.js";

function value(x: number): DD {
  if (x < 0 || x > 1) return dd(NaN);
  if (Math.abs(x - 0.5) < 0.25) return scale(atanh(twoSum(2 * x, -1)), 1);
  return sub(log(dd(x)), log1p(neg(dd(x))));
}
/** ∞ at both zeros. */
const slope = (x: number): DD => div(dd(1), mul(dd(x + 0), twoSum(1, -x)));
export const logit: Reference = {
  value: (x) => value(x!),
  derivatives: [(x) => slope(x!)],
  seconds: [[(x) => mul(twoSum(2 * x!, -1), mul(slope(x!), slope(x!)))]],
};
