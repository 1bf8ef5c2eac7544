/** Φ⁻¹(p): −√2 times the inverse of erfc at 2p, or from 1 − p; its derivative √(2π)·e^(y²/2) and the derivative of that, y times its square. */
import { PI } from "./constants.js";
import { type DD, dd, mul, neg, scale, sqrt, sub } from "./dd.js";
import { exp } from "./functions.js";
import { erfcinv, erfinv } from "./inverse.js";
import type { Reference } from "./reference.js";

const ROOT2 = sqrt(dd(2));
const value = (p: number): DD => {
  if (!(p > 0 && p < 1)) return dd(p === 0 ? -Infinity : p === 1 ? Infinity : NaN);
  if (p < 0.25) return neg(mul(ROOT2, erfcinv(dd(2 * p))));
  if (p > 0.75) return mul(ROOT2, erfcinv(scale(sub(dd(1), dd(p)), 1)));
  return p === 0.5 ? dd(0) : mul(ROOT2, erfinv(dd(2 * (p - 0.5))));
};
const slope = (y: DD): DD => mul(sqrt(scale(PI, 1)), exp(scale(mul(y, y), -1)));
export const ndtri: Reference = {
  value: (p) => value(p!),
  derivatives: [(p) => slope(value(p!))],
  seconds: [
    [
      (p) => {
        const y = value(p!),
          d = slope(y);
        return mul(y, mul(d, d));
      },
    ],
  ],
};
