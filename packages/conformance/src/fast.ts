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
