/**
 * erf, erfc and erfcx of a double-double, to 2⁻⁹⁸ relative. Near 0 erf is 2/√π·e^(−x²)·(x + 2x³/3 + 4x⁵/(3·5) + …), whose terms are all positive, and
 * erfc is 1 less it; from 1 on erfcx is Laplace's continued fraction 1/√π · 1/(x + ½/(x + 1/(x + 1½/(x + …)))).
 */
import { PI } from "./constants.js";
import { type DD, abs, add, dd, div, mul, neg, scale, sqrt, sub } from "./dd.js";
import { exp } from "./functions.js";

const ROOT_PI = sqrt(PI);
const ONE = dd(1);
/** Where the fraction begins. */
const FAR = 1;

/** e^(−x²)·2ⁿ, what x² loses beyond 106 bits being below 2⁻⁹⁶ of it before it underflows. */
export const gaussian = (x: DD, n = 0): DD => exp(neg(mul(x, x)), n);

/** erf′ = 2/√π·e^(−x²), and its derivative. */
export const density = (x: DD): DD => scale(div(gaussian(x), ROOT_PI), 1);
export const slopeOfDensity = (x: DD): DD => (Math.abs(x[0]) > 30 ? dd(x[0] < 0 ? 0 : -0) : scale(neg(mul(x, density(x))), 1));

export function erf(x: DD): DD {
  if (!(Math.abs(x[0]) < FAR)) return x[0] < 0 ? neg(erf(neg(x))) : sub(ONE, erfc(x));
  return scale(div(mul(gaussian(x), series(x)), ROOT_PI), 1);
}

/** erfc(x)·2ⁿ: an n of 200 makes room for the bits of results down to where float64 has only 0. */
export function erfc(x: DD, n = 0): DD {
  if (x[0] < 0) return scale(sub(dd(2), erfc(neg(x))), n);
  if (x[0] < FAR) return scale(sub(ONE, erf(x)), n);
  if (x[0] > 30) return dd(0);
  return mul(gaussian(x, n), fraction(x));
}

export function erfcx(x: DD): DD {
  if (x[0] < -27) return dd(Infinity);
  if (!(x[0] < FAR)) return fraction(x);
  return mul(exp(mul(x, x)), erfc(x));
}

/** x + 2x³/3 + 4x⁵/(3·5) + … */
function series(x: DD): DD {
  const square = scale(mul(x, x), 1);
  let term = x,
    sum = x;
  for (let odd = 3; Math.abs(term[0]) > abs(sum)[0] * 2 ** -110; odd += 2) {
    term = div(mul(term, square), dd(odd));
    sum = add(sum, term);
  }
  return sum;
}

/** x + ½/(x + p) with p = 1/(x + 1½/(x + …)), from below: in as many steps as leave 2⁻¹⁰³, from x = 1, where they are most, to where a few are enough. */
function parts(x: DD): { p: DD; q: DD; denominator: DD } {
  let below = x;
  if (x[0] < 2 ** 60) for (let n = Math.ceil(40 + 800 / (x[0] * x[0])); n >= 3; n--) below = add(x, div(dd(n / 2), below));
  const p = div(ONE, below),
    q = div(dd(0.5), add(x, p));
  return { p, q, denominator: mul(add(x, q), ROOT_PI) };
}
function fraction(x: DD): DD {
  if (x[0] === Infinity) return dd(0);
  return x[0] > 2 ** 60 ? div(div(ONE, ROOT_PI), x) : div(ONE, parts(x).denominator);
}

/** x·erfcx(x) less its limit 1/√π, doubled, is the derivative of erfcx; in the fraction's parts nothing cancels. */
export function slopeOfErfcx(x: DD): DD {
  if (x[0] === Infinity) return dd(-0);
  if (!(x[0] >= FAR)) return scale(sub(mul(x, erfcx(x)), div(ONE, ROOT_PI)), 1);
  const { q, denominator } = parts(x);
  return scale(neg(div(q, denominator)), 1);
}
export function curvatureOfErfcx(x: DD): DD {
  if (x[0] === Infinity) return dd(0);
  if (!(x[0] >= FAR)) return scale(add(erfcx(x), mul(x, slopeOfErfcx(x))), 1);
  const { p, denominator } = parts(x);
  return scale(div(div(p, add(x, p)), denominator), 1);
}
/** What is added to x ≥ 1 in the fraction: 1/(√π·erfcx(x)) − x. */
export const excess = (x: DD): DD => (x[0] === Infinity ? dd(0) : parts(x).q);
