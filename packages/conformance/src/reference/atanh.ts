/** atanh x, derivatives 1/(1 − x²) and 2x/(1 − x²)², infinite at ±1. */
import { type DD, dd, div, mul, scale, twoSum } from "./dd.js";
import { atanh as of } from "./hyperbolic.js";
import type { Reference } from "./reference.js";

const slope = (x: number): DD => div(dd(1), mul(twoSum(1, x), twoSum(1, -x)));
export const atanh: Reference = {
  value: (x) => of(dd(x!)),
  derivatives: [(x) => slope(x!)],
  seconds: [[(x) => scale(mul(mul(slope(x!), slope(x!)), dd(x!)), 1)]],
};
