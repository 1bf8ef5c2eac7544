import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * exp2(x) = 2^x.
 *
 * Shape    x: f[…] → f[…]
 * Method   a word of the scalar vocabulary
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `exp2`
 */
export const exp2: Elementwise<1> = /* @__PURE__ */ elementwise("exp2", {
  rises: true,
  strays: 2,
  limits: [0, Infinity],
  body: (x) => w.exp2(x),
  deriv: (x) => w.mul(Math.LN2, exp2(x)),
  range: () => [0, Infinity],
});
export const exp2Facts: Facts = /* @__PURE__ */ facts(exp2, {
  math: "2^x",
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [-Infinity, 0],
    [Infinity, Infinity],
    [NaN, NaN],
    [0, 1],
    [-0, 1],
    [10, 1024],
    [-149, 1.401298464324817e-45],
    [127, 1.7014118346046923e38],
  ],
  hard: [-150, -149, -126, -25, 24, 127.99999, 128],
  naive: (x) => w.exp(w.mul(x, Math.LN2)),
  exhaustive: true,
});
