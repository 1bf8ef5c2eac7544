/** Powers, roots and logarithms to other bases of a double-double, to 2⁻⁹⁸ relative (pow: 2⁻⁹⁰), by way of e^x and log x. */
import { LN2 } from "./constants.js";
import { type DD, add, dd, div, mul, neg, scale, sub } from "./dd.js";
import { exp, log } from "./functions.js";

const ln2: DD = [LN2[0], LN2[1]];
const LN10 = log(dd(10));

/** 2^x·2ⁿ, for n as `exp` takes it. */
export function exp2(x: DD, n = 0): DD {
  if (!(Math.abs(x[0]) < 1100)) return dd(x[0] > 0 ? Infinity : x[0] < 0 ? 0 : NaN);
  const k = Math.round(x[0]);
  return scale(exp(mul(sub(x, dd(k)), ln2)), k + n);
}

/** The exponent and the logarithm of what is left. */
export function log2(x: DD): DD {
  if (!(x[0] > 0 && x[0] < Infinity)) return log(x);
  const k = Math.round(Math.log2(x[0])),
    half = Math.trunc(k / 2);
  return add(dd(k), div(log(scale(scale(x, -half), half - k)), ln2));
}

export const log10 = (x: DD): DD => div(log(x), LN10);

/** Newton's step from the engine's float64 value, which need only be roughly right, on an argument whose cube has room. */
export function cbrt(x: DD): DD {
  if (!(x[0] !== 0 && Math.abs(x[0]) < Infinity)) return x;
  const room = Math.abs(x[0]) < 2 ** -500 ? 300 : Math.abs(x[0]) > 2 ** 500 ? -100 : 0,
    a = scale(x, 3 * room),
    y = dd(Math.cbrt(a[0]));
  return scale(add(y, div(sub(a, mul(mul(y, y), y)), mul(mul(y, y), dd(3)))), -room);
}

/** x^y·2ⁿ, for n as `exp` takes it; special values as IEEE 754 has them. */
export function pow(x: DD, y: DD, n = 0): DD {
  if (y[0] === 0 || (x[0] === 1 && x[1] === 0)) return scale(dd(1), n);
  if (x[0] !== x[0] || y[0] !== y[0]) return dd(NaN);
  const whole = Number.isInteger(y[0]) && Number.isInteger(y[1]),
    odd = whole && Math.abs((y[0] % 2) + (y[1] % 2)) === 1,
    negative = x[0] < 0 || Object.is(x[0], -0);
  if (x[0] < 0 && x[0] > -Infinity && !whole && Math.abs(y[0]) < Infinity) return dd(NaN);
  const size = negative ? neg(x) : x,
    power = size[0] === 1 && size[1] === 0 ? scale(dd(1), n) : grown(size, y, n);
  return negative && odd ? neg(power) : power;
}
function grown(x: DD, y: DD, n: number): DD {
  const l = log(x);
  return Number.isFinite(l[0] * y[0]) ? exp(mul(y, l), n) : dd(l[0] * y[0] > 0 ? Infinity : 0);
}
