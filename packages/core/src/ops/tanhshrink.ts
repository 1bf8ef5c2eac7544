import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { tanh } from "./tanh.js";

/**
 * tanhshrink(x) = x − tanh x.
 *
 * Shape    x: f[…] → f[…]
 * Method   from 2 on as written; below, where it would cancel, x·z·P(z)/Q(z) with z = x²: the twelfth convergent of Lambert's
 *          continued fraction of tanh, whose terms are all positive; to 2⁻⁵⁹
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `tanhshrink`
 */
export const tanhshrink: Elementwise<1> = /* @__PURE__ */ elementwise("tanhshrink", {
  body: (x) => {
    const z = w.mul(x, x),
      near = w.div(w.mul(w.mul(x, z), polynomial(z, P)), polynomial(z, Q));
    return w.where(w.lt(w.abs(x), 2), near, w.sub(x, w.tanh(x)));
  },
  deriv: (x) => w.mul(tanh(x), tanh(x)),
});
/** Of the fraction 1/(1 + z/(3 + z/(5 + … + z/23))) = 1 − z·P(z)/Q(z). */
const P = [105411381075, 8249586345, 174594420, 1276275, 2925, 1] as const;
const Q = [316234143225, 151242416325, 9820936125, 192972780, 1351350, 3003, 1] as const;
const polynomial = (z: Ex, c: readonly number[]): w.Scalar => c.slice(0, -1).reduceRight<w.Scalar>((sum, a) => w.add(w.mul(sum, z), a), c.at(-1)!);
export const tanhshrinkFacts: Facts = /* @__PURE__ */ facts(tanhshrink, {
  math: "x − tanh x",
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [-Infinity, -Infinity],
    [Infinity, Infinity],
    [NaN, NaN],
    [0, 0],
    [-0, -0],
  ],
  hard: [-2, 2, 1e-15, 1e-13, 1e-4, 0.1, 0.5, 9.01],
  naive: (x) => w.sub(x, w.tanh(x)),
  exhaustive: true,
});
