/** x·t with t = tanh(y), y = log(1 + eˣ). With σ = y′ and S = 1 − t² the derivatives are t + x·S·σ and S·σ·(2 + x·(σ(−x) − 2tσ)). */
import { type DD, add, dd, div, mul, neg, scale, sub } from "./dd.js";
import { exp, expm1 } from "./functions.js";
import type { Exact, Reference } from "./reference.js";
import { sigmoid } from "./sigmoid.js";
import { softplus } from "./softplus.js";

/** tanh(y) = −m/(2 + m), m = e^−2y − 1. */
const tanh = (x: number): DD => {
  const m = expm1(scale(neg(softplus.value(x)), 1));
  return neg(div(m, add(dd(2), m)));
};
/** 1 − tanh(y)² = 4k/(1 + k)², k = e^−2y. */
const rest = (x: number): DD => {
  const k = exp(scale(neg(softplus.value(x)), 1)),
    sum = add(dd(1), k);
  return div(scale(k, 2), mul(sum, sum));
};
const spread = (x: number): DD => mul(rest(x), sigmoid.value(x));

/** From here down e^x is below what float64 has. */
const LOW = -744;
const value: Exact = (x) => {
  if (x! < LOW) return dd(-0);
  // Here t is e^x, and x·e^x has more bits than e^x alone could have.
  return x! < -600 ? scale(mul(dd(x!), exp(dd(x!), 200)), -200) : mul(dd(x!), tanh(x!));
};
const first = (x: number): DD => {
  if (x < LOW) return dd(-0);
  return x === Infinity ? dd(1) : add(tanh(x), mul(dd(x), spread(x)));
};
const second = (x: number): DD => {
  if (Math.abs(x) > -LOW) return dd(-0);
  const bend = sub(sigmoid.value(-x), scale(mul(tanh(x), sigmoid.value(x)), 1));
  return mul(spread(x), add(dd(2), mul(dd(x), bend)));
};
export const mish: Reference = { value, derivatives: [(x) => first(x!)], seconds: [[(x) => second(x!)]] };
