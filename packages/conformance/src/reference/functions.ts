/**
 * exp, expm1, log and log1p of a double-double, to 2⁻¹⁰⁰ relative. The exponentials: argument halving and Taylor's series of
 * expm1. The logarithms: one step of Halley's iteration, on expm1, from the engine's float64 value, which need only be roughly right.
 */
import { INVERSE_FACTORIALS, LN2 } from "./constants.js";
import { type DD, add, dd, div, mul, scale, sub, twoProd } from "./dd.js";

const ONE = dd(1);
const HALVINGS = 4;
/** Below it expm1 x and log1p x are x to 2⁻¹²⁰. */
const TINY = 2 ** -120;

/** eˣ·2ⁿ. Below 2⁻⁹⁶⁹ a double-double has not the bits that eˣ needs; an n of 200 makes room for them down to where float64 has only 0. */
export function exp(x: DD, n = 0): DD {
  if (x[0] !== x[0]) return dd(NaN);
  if (x[0] > 710) return dd(Infinity);
  if (x[0] < -760) return dd(0);
  const k = Math.round(x[0] / LN2[0]);
  return scale(add(ONE, reduced(minusLn2(x, k))), k + n);
}

/** e^x − 1: by itself where it is small, from exp elsewhere (where the subtraction costs at most two bits). */
export function expm1(x: DD): DD {
  return Math.abs(x[0]) < 0.35 ? reduced(x) : sub(exp(x), ONE);
}

export function log(x: DD): DD {
  if (!(x[0] > 0)) return dd(x[0] === 0 ? -Infinity : NaN);
  if (x[0] === Infinity) return x;
  const k = Math.round(Math.log2(x[0])),
    small = logNearOne(sub(scale(x, -k), ONE));
  return k === 0 ? small : add(add(twoProd(k, LN2[0]), twoProd(k, LN2[1])), add(small, dd(k * LN2[2])));
}

/** log(1 + x): by itself where 1 + x is near 1, from log elsewhere (where 1 + x is known to 106 bits and its log is not small). */
export function log1p(x: DD): DD {
  return Math.abs(x[0]) < 0.4 ? logNearOne(x) : log(add(ONE, x));
}

/** expm1 for |x| ≤ 0.36: Taylor at x/2⁴, fifteen terms (the next is below 2⁻¹²⁰), then expm1(2r) = e·(2 + e) four times. */
function reduced(x: DD): DD {
  if (Math.abs(x[0]) < TINY) return x;
  const r = scale(x, -HALVINGS);
  let p = INVERSE_FACTORIALS[15]!;
  for (let n = 14; n >= 1; n--) p = add(INVERSE_FACTORIALS[n]!, mul(r, p));
  let e = mul(r, p);
  for (let i = 0; i < HALVINGS; i++) e = mul(e, add(dd(2), e));
  return e;
}

/** log(1 + f) for |f| < 0.46: y + 2·(f − expm1 y)/(f + expm1 y + 2) has cubic convergence, 50 bits become 150. */
function logNearOne(f: DD): DD {
  if (Math.abs(f[0]) < TINY) return f;
  const y = dd(Math.log1p(f[0])),
    e = expm1(y);
  return add(y, div(scale(sub(f, e), 1), add(add(f, e), dd(2))));
}

/** x − k·ln 2, with ln 2 to 160 bits: |k| < 1100, so the cancellation costs none of the 106. */
const minusLn2 = (x: DD, k: number): DD => sub(sub(sub(x, twoProd(k, LN2[0])), twoProd(k, LN2[1])), dd(k * LN2[2]));
