import * as w from "../scalar/words.js";
import { exp2 } from "./exp2.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * ldexp(x, n) = x·2^n.
 *
 * Shape    x, n: f[…], which broadcast → f[…]
 * Method   as written
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `ldexp`
 */
export const ldexp: Elementwise<2> = /* @__PURE__ */ elementwise<2>("ldexp", {
  body: (x, n) => w.mul(x, w.exp2(n)),
  deriv: [(_, n) => exp2(n), (x, n) => w.mul(w.mul(Math.LN2, x), exp2(n))],
});
export const ldexpFacts: Facts = /* @__PURE__ */ facts(ldexp, {
  math: "x·2^n",
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [3, 2, 12],
    [0, 5, 0],
    [-0, 5, -0],
    [0, Infinity, NaN],
    [Infinity, -Infinity, NaN],
    [1, -149, 1.401298464324817e-45],
    [1.401298464324817e-45, 200, 2251799813685248],
    [1, 128, Infinity],
    [NaN, 0, NaN],
    [1, NaN, NaN],
  ],
  hard: [-149, 150, 127.5, 1e-40, 3e38, 0.5],
  naive: (x, n) => w.mul(x, w.exp2(n)),
});
