/**
 * The functions that are swept, in float64 and fast: the engine's own functions, composed so that nothing cancels.
 * Each is within 2⁻⁴⁹ relative of the exact value wherever its float32 rounding is not 0; a test holds them to the references.
 */
export const fast: Readonly<Record<string, (x: number) => number>> = {
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
  logsigmoid: (x) => Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x))),
  entr: (x) => (x === 0 ? 0 : x < 0 ? -Infinity : -x * Math.log(x)),
  logit: (x) => (Math.abs(x - 0.5) < 0.25 ? 2 * Math.atanh(2 * x - 1) : Math.log(x) - Math.log1p(-x)),
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  silu: (x) => (x === -Infinity ? -0 : x * fast["sigmoid"]!(x)),
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
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
  sign: Math.sign,
  relu: (x) => Math.max(x, 0),
};
/** A bound on the relative error of all of them. */
export const FAST_ERROR = 2 ** -49;
