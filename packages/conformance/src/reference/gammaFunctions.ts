/**
 * lgamma, digamma, trigamma and its derivative in double-double, to 2⁻⁹⁵ of the result, or of the terms that cancel near a root. Around 2 the first two are
 * Taylor's series, in ζ(k) − 1; smaller and larger numbers are brought there by Γ(x + 1) = x·Γ(x), and from 32 on it is Stirling's series. The other two
 * are sums up to where theirs are good. Negative numbers are reflected.
 */
import { PI } from "./constants.js";
import { type DD, abs, add, dd, div, mul, neg, scale, sub } from "./dd.js";
import { log, log1p } from "./functions.js";
import { ONE_LESS_EULER, STIRLING, ZETA_LESS_1 } from "./gammaConstants.js";
import { sin } from "./trigonometric.js";

const ONE = dd(1);
const FAR = 32;
/** Of Taylor's series in (t/2)ᵏ, |t| ≤ ½. */
const TAYLOR = 58;
/** Below it the poles at 0 are all that there is. */
const TINY = 2 ** -110;
const HALF_LOG_2PI = scale(log(scale(PI, 1)), -1);

/** Σ (−1)ᵏ·(ζ(k) − 1)·factor(k)·tᵏ⁻ⁿ for k ≥ 2, and (1 − γ)·t¹⁻ⁿ: log Γ(2 + t) for n = 0, its derivative for n = 1. */
function taylor(t: DD, n: 0 | 1): DD {
  let sum = dd(0);
  for (let k = TAYLOR; k >= 2; k--) {
    const c = n ? ZETA_LESS_1[k]! : div(ZETA_LESS_1[k]!, dd(k));
    sum = add(k % 2 ? neg(c) : c, mul(t, sum));
  }
  const rest = add(ONE_LESS_EULER, mul(t, sum));
  return n ? rest : mul(t, rest);
}
/** Σ B₂ₙ/(2n(2n − 1))·weight(2n)·x⁻²ⁿ. */
function asymptotic(x: DD, weight: (n: number) => number): DD {
  if (x[0] > 2 ** 100) return dd(0);
  const z = div(ONE, mul(x, x));
  let sum = dd(0);
  for (let n = STIRLING.length - 1; n >= 1; n--) sum = mul(z, add(mul(STIRLING[n]!, dd(weight(2 * n))), sum));
  return sum;
}
/** x less a whole number, between −½ and ½, for 1½ ≤ x < 32; and the numbers from 2 more than that up to below x. */
function down(x: DD): { t: DD; above: DD[] } {
  const n = Math.round(x[0]) - 2,
    t = sub(x, dd(n + 2));
  return { t, above: Array.from({ length: n }, (_, i) => add(t, dd(i + 2))) };
}

function lgammaOfPositive(x: DD): DD {
  if (x[0] === Infinity) return x;
  if (x[0] < 0.5) return sub(taylor(x, 0), add(log(x), log1p(x)));
  if (x[0] < 1.5) return sub(taylor(sub(x, ONE), 0), log1p(sub(x, ONE)));
  if (x[0] < FAR) {
    const { t, above } = down(x);
    return above.length ? add(taylor(t, 0), log(above.reduce(mul))) : taylor(t, 0);
  }
  // (x − ½)·(log x − 1) + log(2π)/2 − ½ does not overflow before the result does.
  const leading = mul(sub(x, dd(0.5)), sub(log(x), ONE));
  return add(
    leading,
    add(
      sub(HALF_LOG_2PI, dd(0.5)),
      mul(
        x,
        asymptotic(x, () => 1),
      ),
    ),
  );
}
function digammaOfPositive(x: DD): DD {
  if (x[0] === Infinity) return x;
  if (x[0] < 0.5) return sub(taylor(x, 1), add(div(ONE, x), div(ONE, add(ONE, x))));
  if (x[0] < 1.5) return sub(taylor(sub(x, ONE), 1), div(ONE, x));
  if (x[0] < FAR) {
    const { t, above } = down(x);
    return above.map((v) => div(ONE, v)).reduce(add, taylor(t, 1));
  }
  return sub(
    sub(log(x), div(dd(0.5), x)),
    asymptotic(x, (n) => n - 1),
  );
}
/** Σ 1/(x + k)ⁿ⁺¹ from k = 0 on, for n of 1 and 2. */
function sumOfPowers(x: DD, n: 1 | 2): DD {
  if (x[0] === Infinity) return dd(0);
  if (x[0] < 2 ** -500) return dd(Infinity);
  let sum = dd(0),
    y = x;
  const power = (v: DD): DD => (n === 1 ? mul(v, v) : mul(v, mul(v, v)));
  for (; y[0] < FAR; y = add(y, ONE)) sum = add(sum, div(ONE, power(y)));
  const inverse = div(ONE, y);
  if (n === 1)
    return add(
      sum,
      mul(
        inverse,
        add(
          add(ONE, scale(inverse, -1)),
          asymptotic(y, (m) => m * (m - 1)),
        ),
      ),
    );
  // Half of 1/y² + 1/y³ + Σ (2n + 1)·B₂ₙ/y²ⁿ⁺².
  return add(
    sum,
    scale(
      mul(
        mul(inverse, inverse),
        add(
          add(ONE, inverse),
          asymptotic(y, (m) => m * (m - 1) * (m + 1)),
        ),
      ),
      -1,
    ),
  );
}

/** −a = x less the nearest whole number; its sine and cosine in half turns, those of πa. */
function turned(a: DD): { sine: DD; cosine: DD; whole: boolean } {
  const near = add(a, dd(-Math.round(a[0]))),
    d = Math.abs(near[0]) > 0.5 ? add(near, dd(near[0] > 0 ? -1 : 1)) : near;
  return { sine: sin(mul(PI, d)), cosine: sin(mul(PI, sub(dd(0.5), abs(d)))), whole: d[0] === 0 };
}

export function lgamma(x: DD): DD {
  if (x[0] > 0 || x[0] !== x[0]) return lgammaOfPositive(x);
  if (x[0] === 0 || x[0] === -Infinity) return dd(Infinity);
  if (x[0] > -TINY) return neg(log(neg(x)));
  const a = neg(x),
    { sine, whole } = turned(a);
  return whole ? dd(Infinity) : neg(add(log(div(abs(sine), PI)), lgammaOfPositive(add(ONE, a))));
}
export function digamma(x: DD): DD {
  if (Math.abs(x[0]) < 2 ** -1023) return dd(-1 / x[0]);
  if (Math.abs(x[0]) < TINY) return scale(div(dd(-1), scale(x, 200)), 200);
  if (x[0] > 0 || x[0] !== x[0]) return digammaOfPositive(x);
  const a = neg(x),
    { sine, cosine, whole } = x[0] === -Infinity ? { sine: x, cosine: x, whole: true } : turned(a);
  return whole ? dd(NaN) : add(digammaOfPositive(add(ONE, a)), mul(PI, div(cosine, sine)));
}
/** The derivative of digamma. */
export function trigamma(x: DD): DD {
  if (x[0] > 0 || x[0] !== x[0]) return sumOfPowers(x, 1);
  if (x[0] === 0) return dd(Infinity);
  if (x[0] === -Infinity) return dd(NaN);
  const a = neg(x),
    { sine, whole } = turned(a),
    ratio = div(PI, sine);
  return whole || Math.abs(sine[0]) < 2 ** -500 ? dd(Infinity) : sub(mul(ratio, ratio), sumOfPowers(add(ONE, a), 1));
}
/** The derivative of trigamma. */
export function tetragamma(x: DD): DD {
  if (x[0] === 0 || (x[0] < 0 && x[0] > -(2 ** -340))) return dd(1 / x[0] < 0 ? Infinity : -Infinity);
  if (x[0] > 0 || x[0] !== x[0]) return x[0] < 2 ** -340 ? dd(-Infinity) : scale(neg(sumOfPowers(x, 2)), 1);
  if (x[0] === -Infinity) return dd(NaN);
  const a = neg(x),
    { sine, cosine, whole } = turned(a),
    ratio = div(PI, sine);
  return whole ? dd(NaN) : scale(sub(mul(mul(ratio, ratio), mul(ratio, cosine)), sumOfPowers(add(ONE, a), 2)), 1);
}
