/** The inverse of erf, its derivative √π/2·e^(y²) and the derivative of that, 2y times its square. */
import { PI } from "./constants.js";
import { type DD, dd, mul, scale, sqrt } from "./dd.js";
import { exp } from "./functions.js";
import { erfinv as inverse } from "./inverse.js";
import type { Reference } from "./reference.js";

const value = (x: number): DD => {
  if (x === 0) return dd(x);
  return Math.abs(x) < 1 ? inverse(dd(x)) : dd(Math.abs(x) === 1 ? x * Infinity : NaN);
};
const slope = (y: DD): DD => scale(mul(sqrt(PI), exp(mul(y, y))), -1);
export const erfinv: Reference = {
  value: (x) => value(x!),
  derivatives: [(x) => slope(value(x!))],
  seconds: [
    [
      (x) => {
        const y = value(x!),
          d = slope(y);
        return scale(mul(y, mul(d, d)), 1);
      },
    ],
  ],
};
