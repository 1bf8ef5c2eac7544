/** Σ terms, with Σ|terms|, which the error of any order of addition is measured by. */
import { type DD, add, dd } from "./dd.js";

export interface Sum {
  readonly value: DD;
  readonly magnitude: number;
}

export function sum(terms: Iterable<DD | number>): Sum {
  let value = dd(0),
    magnitude = 0;
  for (const term of terms) {
    const t = typeof term === "number" ? dd(term) : term;
    value = add(value, t);
    magnitude += Math.abs(t[0]);
  }
  return { value, magnitude };
}
