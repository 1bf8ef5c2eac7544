/**
 * One point of a line of n elements, at a source place: the weighted sum of its neighbours, those beyond the ends being the ends. Linear weights are 1 − t and t;
 * cubic ones are those of the piecewise polynomial with slope a = −¾ that is 1 at 0 and 0 at ±1 and ±2. Higher dimensions are lines of lines.
 */
import { type DD, add, dd, mul, neg, sub } from "./dd.js";
import { type Sum, sum } from "./sum.js";

const held = (i: number, n: number): number => Math.min(Math.max(i, 0), n - 1);

/** Hermite's form: by values and slopes at 0, 1 and 2. */
function cubic(t: DD): DD {
  const a = dd(-0.75),
    [near, far] = t[0] <= 1 ? [t, null] : [null, sub(t, dd(1))];
  const poly = (s: DD, c3: DD, c2: DD, c1: DD, c0: DD): DD => add(mul(add(mul(add(mul(c3, s), c2), s), c1), s), c0);
  return near ? poly(near, add(a, dd(2)), neg(add(a, dd(3))), dd(0), dd(1)) : poly(far!, a, mul(dd(-2), a), a, dd(0));
}

export function interpolate(x: ArrayLike<number>, source: DD, mode: "linear" | "cubic"): Sum {
  const n = x.length,
    at = mode === "linear" && source[0] < 0 ? dd(0) : source,
    whole = Math.floor(at[0]),
    low = at[0] === whole && at[1] < 0 ? whole - 1 : whole,
    t = sub(at, dd(low));
  const terms = mode === "linear" ? [sub(dd(1), t), t] : [-1, 0, 1, 2].map((k) => cubic(t[0] < k ? sub(dd(k), t) : sub(t, dd(k))));
  return sum(terms.map((w, j) => mul(w, dd(x[held(low + j - (mode === "linear" ? 0 : 1), n)]!))));
}
