/**
 * asin, acos, atan and atan2 of double-doubles, to 2⁻⁹⁵ relative: the engine's float64 value y, which need only be roughly right, and what the sine or the tangent of the
 * difference is by the addition theorems; of it the series of the arcsine or arctangent.
 */
import { PI } from "./constants.js";
import { type DD, abs, add, dd, div, mul, neg, scale, sqrt, sub } from "./dd.js";
import { cos, sin } from "./trigonometric.js";

const ONE = dd(1);
/** Below it a square is nothing beside 1. */
const TINY = 2 ** -60;

export function atan(x: DD): DD {
  const size = Math.abs(x[0]);
  if (x[0] !== x[0] || size < TINY) return x[0] === 0 ? x : sub(x, div(mul(x, mul(x, x)), dd(3)));
  if (size > 1 / TINY) return signed(sub(scale(PI, -1), size === Infinity ? dd(0) : div(ONE, abs(x))), x);
  const y = dd(Math.atan(x[0])),
    [s, c] = [sin(y), cos(y)],
    t = div(sub(mul(x, c), s), add(c, mul(x, s)));
  return add(y, sub(t, div(mul(t, mul(t, t)), dd(3))));
}

const leg = (x: DD): DD => sqrt(mul(sub(ONE, x), add(ONE, x)));
/** a from its sine, which is at most 2⁻²⁰ or so. */
const nearSine = (t: DD): DD => add(t, div(mul(t, mul(t, t)), dd(6)));

export function asin(x: DD): DD {
  if (!(Math.abs(x[0]) <= 1)) return dd(NaN);
  if (Math.abs(x[0]) < TINY) return x;
  const y = dd(Math.asin(x[0]));
  return add(y, nearSine(sub(mul(x, cos(y)), mul(leg(x), sin(y)))));
}

export function acos(x: DD): DD {
  if (!(Math.abs(x[0]) <= 1)) return dd(NaN);
  const y = dd(Math.acos(x[0]));
  return add(y, nearSine(sub(mul(leg(x), cos(y)), mul(x, sin(y)))));
}

/** The angle of (x, y), y first. */
export function atan2(y: DD, x: DD): DD {
  if (x[0] !== x[0] || y[0] !== y[0]) return dd(NaN);
  const size = Math.max(Math.abs(x[0]), Math.abs(y[0]));
  if (size > 0 && size < 2 ** -400) return atan2(scale(y, 600), scale(x, 600)); // where products lose nothing
  const steep = Math.abs(y[0]) > Math.abs(x[0]),
    [a, b] = steep ? [abs(x), abs(y)] : [abs(y), abs(x)],
    flat = a[0] === Infinity ? scale(PI, -2) : atan(b[0] === 0 ? dd(0) : div(a, b)),
    first = steep ? sub(scale(PI, -1), flat) : flat;
  return signed(isNegative(x[0]) ? sub(PI, first) : first, y);
}

const isNegative = (x: number): boolean => x < 0 || Object.is(x, -0);
const signed = (y: DD, x: DD): DD => (isNegative(x[0]) ? neg(y) : y);
