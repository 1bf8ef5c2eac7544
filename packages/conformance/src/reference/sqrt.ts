/** √x, derivatives 1/(2√x) and −1/(4x√x), which are ∞ and −∞ at both zeros. */
import { type DD, dd, div, mul, sqrt as root } from "./dd.js";
import type { Reference } from "./reference.js";

const inverse = (x: number): DD => div(dd(0.5), root(dd(x + 0)));
export const sqrt: Reference = {
  value: (x) => root(dd(x!)),
  derivatives: [(x) => inverse(x!)],
  seconds: [[(x) => (x === 0 ? dd(-Infinity) : div(mul(dd(-0.5), inverse(x!)), dd(x!)))]],
};
