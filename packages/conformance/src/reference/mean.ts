/** Σ terms / n, with Σ|terms| / n; of nothing 0 / 0. */
import { dd, div } from "./dd.js";
import { type Sum, sum } from "./sum.js";

export function mean(terms: readonly number[]): Sum {
  const { value, magnitude } = sum(terms);
  return { value: div(value, dd(terms.length)), magnitude: magnitude / terms.length };
}
