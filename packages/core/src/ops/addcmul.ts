/**
 * addcmul(x, a, b, { value }) = x + value·a·b.
 *
 * Shape    x, a, b: […], which broadcast → […]; whole numbers stay whole, with a whole value
 * Method   as written, rounded once; whole numbers by mul and add, which wrap
 * Error    wide ≤ 0.501 ulp, narrow ≤ 2 ulp, of the larger of x, value·a·b and the result
 * Source   PyTorch `addcmul`
 */
import * as w from "../scalar/words.js";
import { isFloating } from "../dtype.js";
import { number, of, type Operand } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import { resultType } from "../tensor/promote.js";
import type { Tensor } from "../tensor/tensor.js";
import { add } from "./add.js";
import { type Facts, facts } from "./facts.js";
import { mul } from "./mul.js";
import { type Elementwise, elementwise } from "./row.js";

const row: Elementwise<4> = /* @__PURE__ */ elementwise<4>("addcmul", {
  body: (x, a, b, v) => w.add(x, w.mul(v, w.mul(a, b))),
  deriv: [() => 1, (_x, _a, b, v) => w.mul(v, b), (_x, a, _b, v) => w.mul(v, a), null],
});

export function addcmul(input: Operand, a: Operand, b: Operand, options?: { readonly value?: number }): Tensor {
  const { value = 1 } = optionsOf("addcmul", options, { value: "a number" });
  const [x, y, z] = [input, a, b].map((t) => of("addcmul", t)) as [Tensor, Tensor, Tensor],
    dtype = resultType([x, y, z, number(value)]);
  return isFloating(dtype) || dtype === "bool" ? row(x, y, z, value) : add(x, mul(value, mul(y, z)));
}
export const addcmulFacts: Facts = /* @__PURE__ */ facts(row, {
  math: "x + v·a·b",
  bound: { wide: 0.501, narrow: 2, of: (x, a, b, v) => w.max(w.abs(x), w.abs(w.mul(v, w.mul(a, b)))) },
  derivBound: { wide: 0.501, narrow: 1.5 },
  special: [
    [1, 2, 3, 0.5, 4],
    [Infinity, 1, 1, -1, Infinity],
    [1, Infinity, 0, 1, NaN],
    [1, 1, NaN, 1, NaN],
  ],
  hard: [1, -1, 3e38, 1e-30, 1e-45],
  parameters: [[1], [-0.1], [1e30], [1e-30]],
});
