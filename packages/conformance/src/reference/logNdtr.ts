/** log Φ(x); derivative m = φ/Φ and its own −m·(m + x): left of −2 by erfcx and the continued fraction, where Φ may underflow and m + x cancels. */
import { PI } from "./constants.js";
import { type DD, add, dd, div, mul, neg, scale, sqrt, sub, twoProd } from "./dd.js";
import { erfcx, excess } from "./errorFunctions.js";
import { log, log1p } from "./functions.js";
import { argument, density, distribution } from "./ndtr.js";
import type { Exact, Reference } from "./reference.js";

const value: Exact = (x) => {
  if (x! > 0) return log1p(neg(distribution(-x!)));
  if (x! > -2) return log(distribution(x!));
  return sub(log(scale(erfcx(argument(x!)), -1)), scale(twoProd(x!, x!), -1));
};
const slope: Exact = (x) => (x! > -2 ? div(density(x!), distribution(x!)) : div(sqrt(div(dd(2), PI)), erfcx(argument(x!))));
/** At −∞ it is −1. */
const curvature = (x: number): DD => {
  if (x > 40) return dd(-0);
  const m = slope(x),
    beyond = x > -2 ? add(m, dd(x)) : mul(sqrt(dd(2)), excess(argument(x)));
  return x === -Infinity ? dd(-1) : neg(mul(m, beyond));
};
export const logNdtr: Reference = { value, derivatives: [slope], seconds: [[(x) => curvature(x!)]] };
