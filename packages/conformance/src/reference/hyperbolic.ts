/**
 * Hyperbolic functions of a double-double and their inverses, to 2⁻⁹⁸ relative. The functions are even and odd parts of e^|x| = 1 + e, of which
 * none cancels; the inverses are logarithms.
 */
import { type DD, abs, add, dd, div, mul, neg, scale } from "./dd.js";
import { exp, expm1 } from "./functions.js";

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
