/**
 * addcdiv(x, a, b, { value }) = x + value·(a/b).
 *
 * Shape    x, a, b: f[…], which broadcast → f[…]
 * Method   as written, rounded once
 * Error    wide ≤ 0.501 ulp, narrow ≤ 2 ulp, of the larger of x, value·(a/b) and the result
 * Source   PyTorch `addcdiv`
 */
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import type { Operand } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import type { Tensor } from "../tensor/tensor.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

const share = (a: Ex, b: Ex, v: Ex): Ex => w.mul(v, w.div(a, b));
const row: Elementwise<4> = /* @__PURE__ */ elementwise<4>("addcdiv", {
  body: (x, a, b, v) => w.add(x, share(a, b, v)),
  deriv: [() => 1, (_x, _a, b, v) => w.div(v, b), (_x, a, b, v) => w.neg(w.div(share(a, b, v), b)), null],
});

export const addcdiv = (x: Operand, a: Operand, b: Operand, options?: { readonly value?: number }): Tensor =>
  row(x, a, b, optionsOf("addcdiv", options, { value: "a number" }).value ?? 1);
export const addcdivFacts: Facts = /* @__PURE__ */ facts(row, {
  math: "x + v·a/b",
  bound: { wide: 0.501, narrow: 2, of: (x, a, b, v) => w.max(w.abs(x), w.abs(share(a, b, v))) },
  derivBound: { wide: 0.501, narrow: 1.5 },
  special: [
    [1, 2, 4, 0.5, 1.25],
    [1, 1, 0, 1, Infinity],
    [1, 0, 0, 1, NaN],
    [1, 1, NaN, 1, NaN],
  ],
  hard: [1, -1, 3e38, 1e-30, 1e-45],
  parameters: [[1], [-0.1], [1e30], [1e-30]],
});
