/**
 * The ops that are judged on millions of inputs, in float64 and fast: the engine's own functions, and tables where it has none, composed so that nothing cancels.
 * Each is within 2⁻⁴⁹ of the exact value, relative to it, or to the terms that cancel where the op's bound is of those, wherever its float32 rounding is not 0,
 * and a zero has its sign; a test holds them to the references.
 */
import { dd, twoProd, twoSum } from "./reference/dd.js";
import { digamma, lgamma } from "./fastGamma.js";
import * as errorFunctions from "./reference/errorFunctions.js";
import { argument as tanhArgument } from "./reference/gelu.js";
import { erfcinv, erfinv as inverse } from "./reference/inverse.js";
import { tanhshrink as shrunk } from "./reference/tanhshrink.js";
import { round } from "./reference/whole.js";
import { tabulated } from "./tabulated.js";

const scaledTail = tabulated((x) => errorFunctions.erfcx(dd(x)));
const errorFunction = tabulated((x) => errorFunctions.erf(dd(x)));

/** Maclaurin's series below 1/8, where ten terms are enough. */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size >= 6) return Math.sign(x);
  if (size >= 0.125) return Math.sign(x) * errorFunction(size);
  let sum = 0;
  for (let k = 9, factorial = 362880; k >= 0; factorial /= k || 1, k--) sum = sum * (x * x) + (k & 1 ? -1 : 1) / (factorial * (2 * k + 1));
  return (2 / Math.sqrt(Math.PI)) * x * sum;
}

/** The square of a float32 number is exact. */
export function erfc(x: number): number {
  if (x < 0.5) return 1 - erf(x);
  return x > 16 ? 0 : Math.exp(-x * x) * scaledTail(x);
}

export function erfcx(x: number): number {
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

function sigmoid(x: number): number {
  const e = Math.exp(-Math.abs(x));
  return (x < 0 ? e : 1) / (1 + e);
}

/** 2x − 1 is exact where it is near 0. */
const logit = (x: number): number => (Math.abs(x - 0.5) < 0.25 ? 2 * Math.atanh(2 * x - 1) : Math.log(x) - Math.log1p(-x));

/** What dividing leaves counts where e^(x/alpha) is large. */
function celu(x: number, alpha: number): number {
  if (x > 0) return x;
  const ratio = x / alpha,
    grown = Math.expm1(ratio);
  if (!(ratio > 1 && ratio < 700)) return alpha * grown;
  const [product, rest] = twoProd(ratio, alpha);
  return alpha * (grown + (grown + 1) * ((x - product - rest) / alpha));
}

/** e or 2 to the power of what the operands are apart, negative, where what the difference loses counts. */
function lower(x: number, y: number, base: "e" | "2"): number {
  const [apart, rest] = twoSum(Math.max(x, y), -Math.min(x, y));
  return base === "e" ? Math.exp(-apart) * (1 - rest) : 2 ** -apart * (1 - Math.LN2 * rest);
}

/** What is left of a quotient is exact, and the quotient less that is whole. */
function floorDivide(x: number, y: number): number {
  const left = x % y,
    times = Math.round((x - left) / y);
  if (y === 0) return x / y;
  if (left !== 0 && left < 0 !== y < 0) return times - 1;
  return times === 0 ? 0 * (x / y) : times;
}
function remainder(x: number, y: number): number {
  const left = x % y;
  if (left === 0) return 0 / y;
  return left < 0 === y < 0 ? left : left + y;
}

/** Parameters follow the operands. */
export const fast: Readonly<Record<string, (x: number, y: number, z: number, w: number) => number>> = {
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log1p: Math.log1p,
  sigmoid,
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
  logit,
  logitEps: (x, eps) => (!(x < eps) && 1 - x < eps ? 0 - logit(eps) : logit(x < eps ? eps : x)),
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  silu: (x) => (x === -Infinity ? -0 : x * sigmoid(x)),
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
  celu,
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
  add: (x, y) => x + y,
  sub: (x, y) => x - y,
  mul: (x, y) => x * y,
  div: (x, y) => x / y,
  prelu: (x, weight) => (x > 0 ? x : weight * x),
  pow: (x, y) => (x === 1 || (x === -1 && Math.abs(y) === Infinity) ? 1 : x ** y),
  ldexp: (x, n) => x * 2 ** n,
  atan2: Math.atan2,
  hypot: (x, y) => (Math.abs(x) === Infinity || Math.abs(y) === Infinity ? Infinity : Math.sqrt(x * x + y * y)),
  floorDivide,
  remainder,
  xlogy: (x, y) => (x === 0 && y === y ? 0 : x * Math.log(y)),
  xlog1py: (x, y) => (x === 0 && y === y ? 0 : x * Math.log1p(y)),
  logaddexp: (x, y) => (x === y ? x + Math.LN2 : Math.max(x, y) + Math.log1p(lower(x, y, "e"))),
  logaddexp2: (x, y) => (x === y ? x + 1 : Math.max(x, y) + Math.LOG2E * Math.log1p(lower(x, y, "2"))),
  // Of products of two float32 numbers, which are exact; the order decides which zero it is.
  lerp: (x, y, t) => (Math.abs(t) < 0.5 ? x + t * y - t * x : t < 0 ? x + t * (y - x) : y - (y - x) * (1 - t)),
  addcmul: (x, a, b, value) => x + value * (a * b),
  addcdiv: (x, a, b, value) => x + value * (a / b),
};
/** A bound on the error of all of them. */
export const FAST_ERROR = 2 ** -49;
