/** The logistic function, from whichever exponential is at most 1; derivative σ(x)·σ(−x), where nothing cancels. */
import { type DD, add, dd, div, mul, neg } from "./dd.js";
import { exp, expm1 } from "./functions.js";
import type { Exact, Reference } from "./reference.js";

const value: Exact = (x) => {
  const e = exp(dd(-Math.abs(x!)));
  return div(x! < 0 ? e : dd(1), add(dd(1), e));
};
const derivative = (x: number): DD => mul(value(x), value(-x));
/** σ(−x) − σ(x) from the exponential that is at most 1, and expm1 of the same. */
export const balance = (x: number): DD => {
  const size = dd(-Math.abs(x)),
    towards0 = div(expm1(size), add(dd(1), exp(size)));
  return x < 0 ? neg(towards0) : towards0;
};
const curvature = (x: number): DD => mul(derivative(x), balance(x));
export const sigmoid: Reference = { value, derivatives: [(x) => derivative(x!)], seconds: [[(x) => curvature(x!)]] };
