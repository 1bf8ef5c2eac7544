/**
 * The functions that are swept, in float64 and fast: the engine's own, and tables where it has none, composed so that nothing cancels.
 * Each is within 2⁻⁴⁹ relative of the exact value wherever its float32 rounding is not 0; a test holds them to the references.
 */
import { add, type DD, dd, div, mul, neg, sub } from "./reference/dd.js";
import * as errorFunctions from "./reference/errorFunctions.js";
import * as gammaFunctions from "./reference/gammaFunctions.js";
import { argument as tanhArgument } from "./reference/gelu.js";
import { erfcinv, erfinv as inverse } from "./reference/inverse.js";
import { tanhshrink as shrunk } from "./reference/tanhshrink.js";
import { round } from "./reference/whole.js";
import { tabulated } from "./tabulated.js";

const scaledTail = tabulated((x) => errorFunctions.erfcx(dd(x)));
const errorFunction = tabulated((x) => errorFunctions.erf(dd(x)));

/** Maclaurin's series below 1/8, where ten terms are enough. */
function erf(x: number): number {
  const size = Math.abs(x);
  if (size >= 6) return Math.sign(x);
  if (size >= 0.125) return Math.sign(x) * errorFunction(size);
  let sum = 0;
  for (let k = 9, factorial = 362880; k >= 0; factorial /= k || 1, k--) sum = sum * (x * x) + (k & 1 ? -1 : 1) / (factorial * (2 * k + 1));
  return (2 / Math.sqrt(Math.PI)) * x * sum;
}

/** The square of a float32 number is exact. */
function erfc(x: number): number {
  if (x < 0.5) return 1 - erf(x);
  return x > 16 ? 0 : Math.exp(-x * x) * scaledTail(x);
}

function erfcx(x: number): number {
  if (x < 0.5) return Math.exp(x * x) * (1 - erf(x));
  return x > 2 ** 60 ? 1 / (x * Math.sqrt(Math.PI)) : scaledTail(x);
}

/** x² is exact here too, but x/√2 is not: the exponential is of the former. */
const ndtr = (x: number): number => {
  const u = x * Math.SQRT1_2;
  if (x > -0.75) return 0.5 + erf(u) / 2;
  return x < -30 ? 0 : (Math.exp((-x * x) / 2) * erfcx(-u)) / 2;
};
const logNdtr = (x: number): number => (x < -1 ? Math.log(erfcx(-x * Math.SQRT1_2) / 2) - (x * x) / 2 : Math.log1p(-ndtr(-x)));

/** Γ's logarithm over (x − 1)·(x − 2), which is smooth where they are 0, and the same of its derivative and its root in two parts. */
const ROOT = [1.4616321449683622, 9.549995429965697e-17] as const;
const overRoots = tabulated((x) => {
  const at = dd(x);
  if (x === 1) return neg(gammaFunctions.digamma(at));
  if (x === 2) return gammaFunctions.digamma(at);
  return div(gammaFunctions.lgamma(at), mul(sub(at, dd(1)), sub(at, dd(2))));
});
const overRoot = tabulated((x) => div(gammaFunctions.digamma(dd(x)), sub(dd(x), ROOT)));
const lgammaOf = tabulated((x) => gammaFunctions.lgamma(dd(x))),
  digammaOf = tabulated((x) => gammaFunctions.digamma(dd(x)));
/** Below it terms that cancelled have too few digits. */
const CANCELLED = 0.5;

/** log Γ(1 + x) for tiny x. */
const afterPole = (x: number): number => x * (0.8224670334241132 * x - 0.5772156649015329);

function lgamma(x: number): number {
  if (x > 1e6) return (x - 0.5) * (Math.log(x) - 1) + (0.4189385332046727 + 1 / (12 * x));
  if (x >= 0.5) return x < 3 ? (x - 1) * (x - 2) * overRoots(x) + 0 : lgammaOf(x);
  if (x >= 0) return x < 2 ** -20 ? -Math.log(x) + afterPole(x) : lgammaOf(x);
  const d = x - Math.round(x);
  if (x !== x) return x;
  if (d === 0 || x === -Infinity) return Infinity;
  const y = -Math.log(Math.abs(Math.sin(Math.PI * d)) / Math.PI) - (x > -(2 ** -20) ? afterPole(-x) : lgamma(1 - x));
  return Math.abs(y) < CANCELLED * Math.max(1, -x) ? besidePole(Math.round(x), d) : y;
}
/** log|Γ(n + d)| over d less its root, for each pole n ≤ −2 and each side of it: one root is there, of about ±1/(−n)!, and tables in |d| are fine near 0. */
const besidePoles = new Map<number, { root: DD; quotient: (size: number) => number }>();
function besidePole(n: number, d: number): number {
  const key = d < 0 ? n : -n,
    made = besidePoles.get(key) ?? makeBesidePole(n, Math.sign(d));
  besidePoles.set(key, made);
  const size = Math.abs(d);
  return (size - made.root[0] - made.root[1]) * made.quotient(size);
}
function makeBesidePole(n: number, sign: number) {
  const at = (size: DD): DD => add(dd(n), sign < 0 ? neg(size) : size),
    slope = (size: DD): DD => mul(dd(sign), gammaFunctions.digamma(at(size)));
  let root = dd(1);
  for (let k = 2; k <= -n; k++) root = div(root, dd(k));
  for (let step = 0; step < 12; step++) root = sub(root, div(gammaFunctions.lgamma(at(root)), slope(root)));
  const quotient = tabulated((size) => {
    const away = sub(dd(size), root);
    return Math.abs(away[0]) < 1e-9 * size ? slope(root) : div(gammaFunctions.lgamma(at(dd(size))), away);
  });
  return { root, quotient };
}

function digamma(x: number): number {
  if (x > 1e6) return Math.log(x) - 0.5 / x - 1 / (12 * x * x);
  if (x >= 1) return x < 2 ? (x - ROOT[0] - ROOT[1]) * overRoot(x) : digammaOf(x);
  if (Math.abs(x) < 2 ** -20) return -1 / x - 0.5772156649015329 + 1.6449340668482264 * x;
  if (x > 0) return digammaOf(x);
  const d = x - Math.round(x);
  if (d === 0 || x !== x) return NaN;
  const cotangent = Math.sin(Math.PI * (0.5 - Math.abs(d))) / Math.sin(Math.PI * d),
    y = digamma(1 - x) - Math.PI * cotangent;
  return Math.abs(y) < CANCELLED * Math.max(1, Math.log(-x)) ? gammaFunctions.digamma(dd(x))[0] : y;
}

/** σ(v) as e^v/(1 + e^v), v being negative and known beyond 53 bits. */
function geluTanh(x: number): number {
  if (Math.abs(x) > 40) return Math.max(x, -0);
  const [v, rest] = tanhArgument(x),
    e = Math.exp(-Math.abs(v)) * (1 - (v < 0 ? -rest : rest));
  return x * ((v < 0 ? e : 1) / (1 + e));
}

const upperInverse = tabulated((q) => erfcinv(dd(q))),
  innerInverse = tabulated((x) => inverse(dd(x)));
/** 1 − x is exact from ½ on. */
function erfinv(x: number): number {
  const size = Math.abs(x);
  if (size === 0) return x;
  if (size >= 1) return size > 1 ? NaN : x * Infinity;
  return Math.sign(x) * (size < 0.5 ? innerInverse(size) : upperInverse(1 - size));
}
function ndtri(p: number): number {
  if (!(p > 0 && p < 1)) return p === 0 ? -Infinity : p === 1 ? Infinity : NaN;
  if (Math.abs(p - 0.5) < 0.25) return Math.SQRT2 * (p === 0.5 ? 0 : erfinv(2 * (p - 0.5)));
  return Math.SQRT2 * (p < 0.5 ? -upperInverse(2 * p) : upperInverse(2 * (1 - p)));
}

const shrink = tabulated((x) => shrunk.value(x));
/** The difference is 0 or near it only where x is so small that the result is 0 in float32, or is tabulated. */
function tanhshrink(x: number): number {
  const size = Math.abs(x);
  return size < 2 && size > 0 ? Math.sign(x) * shrink(size) : size > 20 ? x - Math.sign(x) : x === 0 ? x : x - Math.tanh(x);
}

/** x less the nearest whole number is exact. */
function sinc(x: number): number {
  const n = Math.round(x),
    odd = n % 2 !== 0;
  if (x === 0) return 1;
  if (Number.isInteger(x)) return (odd ? -0 : 0) / x;
  return ((odd ? -1 : 1) * Math.sin(Math.PI * (x - n))) / (Math.PI * x);
}

/** Parameters follow x. */
export const fast: Readonly<Record<string, (x: number, p: number, q: number) => number>> = {
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log1p: Math.log1p,
  sigmoid: (x) => {
    const e = Math.exp(-Math.abs(x));
    return (x < 0 ? e : 1) / (1 + e);
  },
  tanh: Math.tanh,
  sinh: Math.sinh,
  cosh: Math.cosh,
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: Math.atanh,
  exp2: (x) => 2 ** x,
  log2: Math.log2,
  log10: Math.log10,
  cbrt: Math.cbrt,
  sqrt: Math.sqrt,
  rsqrt: (x) => 1 / Math.sqrt(x),
  square: (x) => x * x,
  reciprocal: (x) => 1 / x,
  softsign: (x) => (Math.abs(x) === Infinity ? Math.sign(x) : x / (1 + Math.abs(x))),
  logsigmoid: (x) => (x > 0 ? -Math.log1p(Math.exp(-x)) : x - Math.log1p(Math.exp(x))), // −0 at infinity
  entr: (x) => (x === 0 ? 0 : x < 0 ? -Infinity : -x * Math.log(x)),
  logit: (x) => (Math.abs(x - 0.5) < 0.25 ? 2 * Math.atanh(2 * x - 1) : Math.log(x) - Math.log1p(-x)),
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  silu: (x) => (x === -Infinity ? -0 : x * fast["sigmoid"]!(x, 0, 0)),
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  mish: (x) => {
    if (x === -Infinity) return -0;
    const e = Math.exp(-Math.abs(x)),
      [p, s] = x < 0 ? [e, 1] : [1, e];
    return (x * p * (p + 2 * s)) / (p * p + 2 * s * (p + s));
  },
  selu: (x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x)),
  hardsigmoid: (x) => Math.min(Math.max(x + 3, 0), 6) / 6,
  hardswish: (x) => Math.max(x, -3) * (Math.min(Math.max(x + 3, 0), 6) / 6),
  relu6: (x) => Math.min(Math.max(x, 0), 6),
  neg: (x) => -x,
  abs: Math.abs,
  sign: (x) => Math.sign(x) + 0,
  relu: (x) => Math.max(x, 0),
  erf,
  erfc,
  erfcx,
  lgamma,
  digamma,
  ndtr,
  logNdtr,
  gelu: (x) => Math.max(x, -40) * ndtr(x),
  geluTanh,
  erfinv,
  ndtri,
  tanhshrink,
  sinc,
  log1mexp: (x) => (x < -Math.LN2 ? Math.log1p(-Math.exp(x)) : Math.log(-Math.expm1(x))),
  elu: (x, alpha) => (x > 0 ? x : alpha * Math.expm1(x)),
  celu: (x, alpha) => (x > 0 ? x : alpha * Math.expm1(x / alpha)),
  leakyRelu: (x, slope) => (x > 0 ? x : slope * x),
  hardtanh: (x, low, high) => Math.min(Math.max(x, low), high),
  threshold: (x, limit, value) => (x <= limit ? value : x),
  hardshrink: (x, limit) => (Math.abs(x) <= limit ? 0 : x),
  softshrink: (x, limit) => (Math.abs(x) <= limit ? 0 : x - Math.sign(x) * limit),
  floor: Math.floor,
  ceil: Math.ceil,
  trunc: Math.trunc,
  round: (x) => round.value(x)[0],
  frac: (x) => x - Math.trunc(x),
  isnan: (x) => Number(x !== x),
  isinf: (x) => Number(Math.abs(x) === Infinity),
  isfinite: (x) => Number(Number.isFinite(x)),
  logicalNot: (x) => Number(x === 0),
};
/** A bound on the relative error of all of them. */
export const FAST_ERROR = 2 ** -49;
