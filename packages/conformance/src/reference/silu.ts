/** x·σ(x), with σ(x)·(1 + x·σ(−x)) and σ′(x)·(2 + x·(σ(−x) − σ(x))) as derivatives; at −∞ and ∞ their limits. */
import { type DD, add, dd, mul, scale } from "./dd.js";
import { exp } from "./functions.js";
import type { Exact, Reference } from "./reference.js";
import { balance, sigmoid } from "./sigmoid.js";

const value: Exact = (x) => {
  if (x === -Infinity) return dd(-0);
  // Here 1 + e^x is 1, and x·e^x has more bits than e^x alone could have.
  if (x! < -600) return scale(mul(dd(x!), exp(dd(x!), 200)), -200);
  return mul(dd(x!), sigmoid.value(x!));
};
const first = (x: number): DD => {
  if (Math.abs(x) === Infinity) return dd(x > 0 ? 1 : -0);
  return mul(sigmoid.value(x), add(dd(1), mul(dd(x), sigmoid.value(-x))));
};
const second = (x: number): DD => {
  if (Math.abs(x) === Infinity) return dd(-0);
  return mul(sigmoid.derivatives[0]!(x), add(dd(2), mul(dd(x), balance(x))));
};
export const silu: Reference = { value, derivatives: [(x) => first(x!)], seconds: [[(x) => second(x!)]] };
