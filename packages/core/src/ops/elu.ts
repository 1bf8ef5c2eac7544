/**
 * elu(x, { alpha }): x where it is positive, alpha·(e^x − 1) elsewhere. Its derivative at 0 is alpha.
 *
 * Shape    x: f[…] → f[…]
 * Method   as written, with expm1
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `elu`
 */
import * as w from "../scalar/words.js";
import type { Operand } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import type { Tensor } from "../tensor/tensor.js";
import { type Facts, facts } from "./facts.js";
import { positive } from "./positive.js";
import { type Elementwise, elementwise } from "./row.js";

const row: Elementwise<2> = /* @__PURE__ */ elementwise<2>("elu", {
  body: (x, a) => w.where(w.lt(0, x), x, w.mul(a, w.expm1(x))),
  deriv: [(x, a) => positive(x, 1, w.mul(a, w.exp(x))), null],
});

export const elu = (x: Operand, options?: { readonly alpha?: number }): Tensor => row(x, optionsOf("elu", options, { alpha: "a number" }).alpha ?? 1);
export const eluFacts: Facts = /* @__PURE__ */ facts(row, {
  math: "x, or α·(e^x − 1) where x ≤ 0",
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [-Infinity, 1, -1],
    [Infinity, 1, Infinity],
    [NaN, 1, NaN],
    [0, 1, 0],
    [-0, 1, -0],
    [-Infinity, -2, 2],
  ],
  hard: [-103.97, -17.3, -1, -0.001, -1e-9, 1, 2],
  parameters: [[1], [0.5], [-2], [1e-30], [1e30]],
  naive: (x, a) => w.where(w.lt(0, x), x, w.mul(a, w.sub(w.exp(x), 1))),
  exhaustive: true,
});
