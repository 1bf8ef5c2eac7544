/** x·Φ(x), and x·σ(v) with v = 2√(2/π)·(x + 0.044715x³); 0.044715 is the float64 number. Where all terms are 0 they have the sign of the tail. */
import { PI } from "./constants.js";
import { type DD, add, dd, div, mul, neg, scale, sqrt, sub, twoProd } from "./dd.js";
import { exp } from "./functions.js";
import { density, distribution } from "./ndtr.js";
import type { Reference } from "./reference.js";

/** Beyond ±38.5 Φ(−x), σ(−v) and their products with powers of x are 0. */
const FAR = 38.5;
const beyond = (x: number, left: number, right: number): DD | null => (x > FAR ? dd(right) : x < -FAR ? dd(left) : null);

export const gelu: Reference = {
  value: (x) => beyond(x!, -0, x!) ?? mul(dd(x!), distribution(x!)),
  derivatives: [(x) => beyond(x!, -0, 1) ?? add(distribution(x!), mul(dd(x!), density(x!)))],
  seconds: [[(x) => beyond(x!, -0, -0) ?? mul(density(x!), sub(dd(2), twoProd(x!, x!)))]],
};

const ONE = dd(1);
const TWICE_ROOT = scale(sqrt(div(dd(2), PI)), 1);
const CUBIC = 0.044715;
/** v; and 2√(2/π)·(1 + 3·0.044715x²) and 6·2√(2/π)·0.044715x, its derivatives. */
export const argument = (x: number): DD => mul(mul(TWICE_ROOT, dd(x)), add(ONE, mul(dd(CUBIC), twoProd(x, x))));
const first = (x: number): DD => mul(TWICE_ROOT, add(ONE, mul(twoProd(3, CUBIC), twoProd(x, x))));
const second = (x: number): DD => mul(mul(TWICE_ROOT, twoProd(6, CUBIC)), dd(x));
const sigmoid = (v: DD): DD => {
  const e = exp(v[0] < 0 ? v : neg(v));
  return div(v[0] < 0 ? e : ONE, add(ONE, e));
};

export const geluTanh: Reference = {
  value: (x) => beyond(x!, -0, x!) ?? mul(dd(x!), sigmoid(argument(x!))),
  derivatives: [
    (x) => {
      const v = argument(x!);
      return beyond(x!, -0, 1) ?? mul(sigmoid(v), add(ONE, mul(mul(dd(x!), first(x!)), sigmoid(neg(v)))));
    },
  ],
  seconds: [
    [
      (x) => {
        const v = argument(x!),
          balance = sub(sigmoid(neg(v)), sigmoid(v)),
          slope = first(x!);
        const linear = add(scale(slope, 1), mul(dd(x!), second(x!)));
        return beyond(x!, -0, -0) ?? mul(mul(sigmoid(v), sigmoid(neg(v))), add(linear, mul(mul(dd(x!), mul(slope, slope)), balance)));
      },
    ],
  ],
};
