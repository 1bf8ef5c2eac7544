/**
 * bitwiseLeftShift(x, n): the bits of x, n places higher; 0 where n is negative, or as large as the type has bits.
 *
 * Shape    x, n: whole numbers, which broadcast → […] of the type that they have together
 * Method   x·2ⁿ in int32, which drops what is beyond; 2ⁿ as the product of 2, 4, 16, 256 and 65536 by the bits of n; no gradient passes
 * Error    exact
 * Source   PyTorch `bitwise_left_shift`
 */
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { whole } from "./bits.js";
import { apply, type Elementwise, elementwise } from "./row.js";

const power = (n: Ex): Ex =>
  [1, 2, 4, 8, 16].map((bit) => w.where(w.eq(w.and(n, bit), 0), 1, 2 ** bit)).reduce((product, factor) => w.mul(product, factor));
const row: Elementwise<2> = /* @__PURE__ */ elementwise<2>("bitwiseLeftShift", {
  takes: "number",
  body: (x, n) => w.where(w.or(w.lt(n, 0), w.lt(31, n)), 0, w.mul(x, power(n))),
});

export const bitwiseLeftShift = (x: Operand, n: Operand): Tensor => apply(row.op, whole("bitwiseLeftShift", [x, n], false));
