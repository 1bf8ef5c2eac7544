/**
 * The inverses of erf and erfc in double-double, to 2⁻⁹⁵: Halley's iteration on both, from Winitzki's approximation, which has three digits. The error e
 * becomes (2y² + 1)/6·e³.
 */
import { PI } from "./constants.js";
import { type DD, add, dd, div, mul, neg, scale, sqrt, sub } from "./dd.js";
import { erf, erfc, gaussian } from "./errorFunctions.js";

const HALF_ROOT_PI = scale(sqrt(PI), -1);
const STEPS = 9;

/** y with erf(y) = x, −1 < x < 1. */
export function erfinv(x: DD): DD {
  if (x[0] < 0) return neg(erfinv(neg(x)));
  if (x[0] > 0.5) return erfcinv(sub(dd(1), x));
  return halley(x[0] < 0.01 ? mul(HALF_ROOT_PI, x) : dd(roughly(1 - x[0])), (y) => sub(erf(y), x));
}
/** y ≥ 0 with erfc(y) = t, 0 < t ≤ 1. Small areas are compared 2²⁰⁰ times as large, so that they keep their bits. */
export function erfcinv(t: DD): DD {
  const n = t[0] < 2 ** -800 ? 200 : 0,
    area = scale(t, n);
  return halley(dd(roughly(t[0])), (y) => sub(area, erfc(y, n)), n);
}

/** `off` has erf's derivative 2/√π·e^(−y²)·2ⁿ, whose own is −2y times it. */
function halley(start: DD, off: (y: DD) => DD, n = 0): DD {
  let y = start,
    change = Infinity;
  // The step after one of 2⁻⁴⁰ would be of 2⁻¹⁰⁵ at most, y being below 40.
  for (let i = 0; i < STEPS && Math.abs(change) > 2 ** -40 * y[0]; i++) {
    const step = div(mul(off(y), HALF_ROOT_PI), gaussian(y, n)),
      whole = div(step, add(dd(1), mul(y, step)));
    y = sub(y, whole);
    change = whole[0];
  }
  return y;
}

function roughly(t: number): number {
  const l = Math.log(t) + Math.log(2 - t),
    b = 2 / (Math.PI * 0.147) + l / 2;
  return Math.sqrt(Math.sqrt(b * b - l / 0.147) - b);
}
