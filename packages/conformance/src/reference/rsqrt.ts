/** 1/√x, derivatives −1/(2x√x) and 3/(4x²√x), which are −∞ and ∞ at both zeros. */
import { type DD, dd, div, mul, sqrt } from "./dd.js";
import type { Reference } from "./reference.js";

const value = (x: number): DD => div(dd(1), sqrt(dd(x)));
const slope = (x: number): DD => (x === 0 ? dd(-Infinity) : div(mul(dd(-0.5), value(x)), dd(x)));
export const rsqrt: Reference = {
  value: (x) => value(x!),
  derivatives: [(x) => slope(x!)],
  seconds: [[(x) => (x === 0 ? dd(Infinity) : x === Infinity ? dd(0) : div(mul(dd(-1.5), slope(x!)), dd(x!)))]],
};
