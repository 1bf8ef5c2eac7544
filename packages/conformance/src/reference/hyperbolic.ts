/**
 * Hyperbolic functions of a double-double and their inverses, to 2⁻⁹⁸ relative. The functions are even and odd parts of e^|x| = 1 + e, of which
 * none cancels; the inverses are logarithms.
 */
import { LN2 } from "./constants.js";
import { type DD, abs, add, dd, div, mul, neg, scale, sqrt, sub } from "./dd.js";
import { exp, expm1, log, log1p } from "./functions.js";

const ONE = dd(1);
/** Beyond it e^−x is nothing beside e^x. */
const FAR = 80;

const odd = (x: DD, of: (size: DD) => DD): DD => (x[0] < 0 || Object.is(x[0], -0) ? neg(of(abs(x))) : of(x));

/** (e + e/(1 + e))/2 with e = e^x − 1. */
export const sinh = (x: DD): DD =>
  odd(x, (size) => {
    if (size[0] > FAR) return halfExp(size);
    const e = expm1(size);
    return scale(add(e, div(e, add(ONE, e))), -1);
  });

/** 1 + e²/(2·(1 + e)). */
export function cosh(x: DD): DD {
  const size = abs(x);
  if (size[0] > FAR) return halfExp(size);
  const e = expm1(size);
  return add(ONE, scale(div(mul(e, e), add(ONE, e)), -1));
}

/** Their quotient, e·(2 + e)/(2·(1 + e) + e²). */
export const tanh = (x: DD): DD =>
  odd(x, (size) => {
    if (size[0] > FAR) return ONE;
    const e = expm1(size),
      square = mul(e, e);
    return div(add(scale(e, 1), square), add(scale(add(ONE, e), 1), square));
  });

/** e^x/2, which overflows later than e^x. */
function halfExp(x: DD): DD {
  const root = exp(scale(x, -1));
  return mul(scale(root, -1), root);
}

/** One step beyond Newton's, on sinh, from the engine's float64 value, which need only be roughly right. */
export const asinh = (x: DD): DD =>
  odd(x, (size) => {
    if (size[0] < 2 ** -120 || size[0] === Infinity || size[0] !== size[0]) return size;
    if (size[0] > 2 ** 500) return add(log(size), [LN2[0], LN2[1]]);
    const y = dd(Math.asinh(size[0])),
      c = cosh(y),
      d = div(sub(size, sinh(y)), c);
    return add(y, sub(d, scale(mul(mul(d, d), tanh(y)), -1)));
  });

/** 2·asinh(√((x − 1)/2)). */
export const acosh = (x: DD): DD => (x[0] >= 1 ? scale(asinh(sqrt(scale(sub(x, ONE), -1))), 1) : dd(NaN));

/** Half the difference of log(1 + x) and log(1 − x). */
export const atanh = (x: DD): DD => odd(x, (size) => (size[0] > 1 ? dd(NaN) : scale(sub(log1p(size), log1p(neg(size))), -1)));
