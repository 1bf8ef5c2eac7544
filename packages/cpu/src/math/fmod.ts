/**
 * fmod(x, y), exact, for float64 results too: |x| less the multiple of |y| that is nearest, and |y| more where that is negative. A quotient of at most 2²⁵ times
 * either half of y is exact, and so is each difference: it is below the power of 2 above |y|, and a multiple of y's last place. Larger quotients are found 24 bits
 * a turn, as in long division, on operands scaled to be near 1. fmod(x, ±∞) = x; of ±∞, and by 0, it is NaN; 0 has the sign of x.
 */
import { rarely, whileAny, type Bundle, type Simd } from "../emit/index.js";
import { ROUND } from "./exp.js";
import { upper } from "./float64/pair.js";
import { positive } from "./log.js";
import { round } from "./whole.js";

const BITS = 24;

export function fmod(d: Simd, x: Bundle, y: Bundle): Bundle {
  const a = d.abs(x);
  const b = d.abs(y);
  const quotient = d.div(a, b);
  const rest = nearest(d, a, b, quotient);
  rarely(d, d.le(2 ** BITS, quotient), [a, b, rest], (one, u, v) => [u, v, divided(one, u, v)]);
  const left = d.add(rest, d.and(b, d.lt(rest, 0)));
  return d.or(d.where(a, left, d.lt(a, b)), d.and(x, -0));
}

/** a − q·b with the whole number q next to a/b. */
function nearest(d: Simd, a: Bundle, b: Bundle, quotient = d.div(a, b)): Bundle {
  const q = round(d, quotient);
  const h = upper(d, b);
  return d.sub(d.sub(a, d.mul(q, h)), d.mul(q, d.sub(b, h)));
}

/** The same for a quotient of any size from 1 up; NaN for an infinite a, for b = 0 and for NaN. */
function divided(d: Simd, a: Bundle, b: Bundle): Bundle {
  const x = positive(d, a);
  const y = positive(d, b);
  const rest = d.add(x.F, 1);
  const divisor = d.add(y.F, 1);
  const bits = d.sub(x.e, y.e);
  whileAny(d, [rest, bits], () => {
    const step = d.pmin(d.pmax(bits, 0), BITS);
    const scale = d.addBits(1, d.shl(d.add(step, ROUND), 52));
    const fewer = d.sub(bits, step);
    return { next: [nearest(d, d.mul(rest, scale), divisor), fewer], more: d.lt(0, fewer) };
  });
  // The divisor is b over a power of 2, which float64 has.
  const left = d.add(d.mul(rest, d.div(b, divisor)), d.add(d.sub(a, a), d.sub(b, b)));
  return d.or(left, d.eq(b, 0));
}
