/** The logistic function, from whichever exponential is at most 1; derivative σ(x)·σ(−x), where nothing cancels. */
import { type DD, add, dd, div, mul } from "./dd.js";
import { exp } from "./functions.js";
import type { Exact, Reference } from "./reference.js";

const value: Exact = (x) => {
  const e = exp(dd(-Math.abs(x!)));
  return div(x! < 0 ? e : dd(1), add(dd(1), e));
};
const derivative = (x: number): DD => mul(value(x), value(-x));
export const sigmoid: Reference = { value, derivatives: [(x) => derivative(x!)] };
