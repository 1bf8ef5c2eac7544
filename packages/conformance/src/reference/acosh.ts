/** acosh x, derivatives 1/√(x² − 1) and −x/(x² − 1)^(3/2), infinite at 1. */
import { type DD, dd, div, mul, neg, sqrt, twoSum } from "./dd.js";
import { acosh as of } from "./hyperbolic.js";
import type { Reference } from "./reference.js";

/** √((x − 1)/(x + 1))·(x + 1), so that nothing overflows. */
const root = (x: number): DD => (x === Infinity ? dd(x) : mul(sqrt(div(twoSum(x, -1), twoSum(x, 1))), twoSum(x, 1)));
export const acosh: Reference = {
  value: (x) => of(dd(x!)),
  derivatives: [(x) => div(dd(1), root(x!))],
  seconds: [[(x) => (x === Infinity ? dd(-0) : neg(div(div(div(dd(x!), root(x!)), root(x!)), root(x!))))]],
};
