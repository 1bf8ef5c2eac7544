/**
 * addcmul(x, a, b, { value }) = x + value·a·b.
 *
 * Shape    x, a, b: f[…], which broadcast → f[…]
 * Method   as written, rounded once
 * Error    wide ≤ 0.501 ulp, narrow ≤ 2 ulp, of the larger of x, value·a·b and the result
 * Source   PyTorch `addcmul`
 */
import * as w from "../scalar/words.js";
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

const row: Elementwise<4> = /* @__PURE__ */ elementwise<4>("addcmul", {
  body: (x, a, b, v) => w.add(x, w.mul(v, w.mul(a, b))),
  deriv: [() => 1, (_x, _a, b, v) => w.mul(v, b), (_x, a, _b, v) => w.mul(v, a), null],
});

export const addcmul = (x: Operand, a: Operand, b: Operand, { value = 1 }: { readonly value?: number } = {}): Tensor => row(x, a, b, value);
export const addcmulFacts: Facts = /* @__PURE__ */ facts(row, {
  math: "x + v·a·b",
  bound: { wide: 0.501, narrow: 2, of: (x, a, b, v) => w.max(w.abs(x), w.abs(w.mul(v, w.mul(a, b)))) },
  derivBound: { wide: 0.501, narrow: 2 },
  special: [
    [1, 2, 3, 0.5, 4],
    [Infinity, 1, 1, -1, Infinity],
    [1, Infinity, 0, 1, NaN],
    [1, 1, NaN, 1, NaN],
  ],
  hard: [1, -1, 3e38, 1e-30, 1e-45],
  parameters: [[1], [-0.1], [1e30], [1e-30]],
});
