/** log(1 − eˣ) for x ≤ 0, derivatives eˣ/expm1(x) and −eˣ/expm1(x)²; at both zeros the limit from below, −∞. */
import { type DD, dd, div, mul, neg } from "./dd.js";
import { exp, expm1, log, log1p } from "./functions.js";
import type { Reference } from "./reference.js";

/** From x = −1 down e^x is at most 0.37, and log1p is right; above, 1 − e^x is what expm1 is for. */
const value = (x: DD): DD => (x[0] < -1 ? log1p(neg(exp(x))) : log(neg(expm1(x))));
export const log1mexp: Reference = {
  value: (x) => value(dd(x!)),
  derivatives: [(x) => (x === 0 ? dd(-Infinity) : div(exp(dd(x!)), expm1(dd(x!))))],
  seconds: [[(x) => (x === 0 ? dd(-Infinity) : neg(div(exp(dd(x!)), mul(expm1(dd(x!)), expm1(dd(x!))))))]],
};
