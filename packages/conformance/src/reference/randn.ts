/**
 * The quantile of the standard normal distribution in double-double: Newton's iteration on the distribution function, whose series
 * Φ(x) − ½ = φ(x)·(x + x³/3 + x⁵/(3·5) + …) has positive terms only. Right to 2⁻⁶⁰ for areas from 2⁻⁴⁰.
 */
import { PI } from "./constants.js";
import { type DD, add, dd, div, mul, neg, scale, sqrt, sub } from "./dd.js";
import { exp } from "./functions.js";

/** Of a word of 32 bits, as a signed integer s: Φ⁻¹(½ + (s + ½)·2⁻³²). */
export const randn = (word: number): DD => quantile(((word | 0) + 0.5) * 2 ** -32);

/** Φ⁻¹(½ + q), for −½ < q < ½ given exactly. */
export function quantile(q: number): DD {
  if (q < 0) return neg(quantile(-q));
  let x = dd(roughly(0.5 - q));
  // Newton on the tail's area 1 − Φ, from three digits: each step doubles them.
  for (let i = 0; i < 6; i++) {
    const density = phi(x),
      off = sub(mul(density, series(x)), dd(q));
    x = sub(x, div(off, density));
  }
  return x;
}

const phi = (x: DD): DD => div(exp(scale(neg(mul(x, x)), -1)), sqrt(scale(PI, 1)));

function series(x: DD): DD {
  const square = mul(x, x);
  let term = x,
    sum = x;
  for (let odd = 3; term[0] > sum[0] * 2 ** -106; odd += 2) {
    term = div(mul(term, square), dd(odd));
    sum = add(sum, term);
  }
  return sum;
}

/** The solution for an area below one half, to a few per cent: by bisection of a bound of Mills' ratio, 2/(x + √(x² + 4)) · φ(x) < tail(x). */
function roughly(area: number): number {
  let low = 0,
    high = 10;
  for (let i = 0; i < 40; i++) {
    const x = (low + high) / 2,
      bound = (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * (2 / (x + Math.sqrt(x * x + 4)));
    if (bound > area) low = x;
    else high = x;
  }
  return low;
}
