/**
 * log x for float64 results: e·ln 2 + log(1 + F) with x = 2^e·(1 + F), √½ ≤ 1 + F < √2, as in ../log.ts; e·ln 2 + F − F²/2 is summed with what
 * that loses. log 1 = 0, log ±0 = −∞, log of a negative number is NaN.
 * Error below 0.87 ulp: ½ from the last addition, 0.13 from F²/2, 0.16 from the term of third order, which is below 0.019, and 0.06 from the sum of
 * the rest; 2^-61 from the polynomial. Worst of 12 million 0.7351 at 0.7017028370953894 (0x3fe67459821ab93f), by
 * conformance/scripts/words64.ts. Method after fdlibm's log; coefficients: scripts/coefficients.py, "log".
 */
import type { Bundle, Simd } from "../../emit/index.js";
import { LN2_HIGH, LN2_LOW } from "../expm1.js";
import { ATANH, positive, settle } from "../log.js";

/** e·ln 2 + log(1 + F), or log(1 + F + beyond) for a part of the sum below the last bit of F, if there is one. */
export function logOf(d: Simd, e: Bundle, F: Bundle, beyond?: Bundle): Bundle {
  // log(1 + F) = F − F²/2 + g·(F²/2 + g²·Q(g²)).
  const g = d.div(F, d.add(F, 2));
  const z = d.mul(g, g);
  const square = d.mul(d.mul(F, 0.5), F);
  const cubic = d.mul(g, d.add(square, d.mul(z, d.polynomial(z, ATANH))));
  const near = d.sub(F, square);
  const lostNear = d.sub(d.sub(F, near), square);
  const far = d.mul(e, LN2_HIGH);
  const sum = d.add(far, near);
  const lostFar = d.add(d.sub(far, sum), near);
  const rest = d.add(d.add(lostNear, lostFar), d.add(d.mul(e, LN2_LOW), cubic));
  // The derivative of the logarithm is 1/(1 + F), which 1 − F is to 0.13.
  return d.add(sum, beyond ? d.add(rest, d.sub(beyond, d.mul(beyond, F))) : rest);
}

export function log(d: Simd, x: Bundle): Bundle {
  const { e, F } = positive(d, x);
  return settle(d, logOf(d, e, F), x, 0);
}
