/**
 * bitwiseRightShift(x, n): the bits of x, n places lower, with its sign moving in; that alone where n is negative, or as large as the type has bits.
 *
 * Shape    x, n: whole numbers, which broadcast → […] of the type that they have together
 * Method   ⌊x·2⁻ⁿ⌋ in float64, which holds both exactly; no gradient passes
 * Error    exact
 * Source   PyTorch `bitwise_right_shift`
 */
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import type { Operand } from "../tensor/create.js";
import { resultType } from "../tensor/promote.js";
import type { Tensor } from "../tensor/tensor.js";
import { whole } from "./bits.js";
import { cast } from "./cast.js";
import { apply, type Elementwise, elementwise } from "./row.js";

/** 2⁻ⁿ for whole n from 0 to 31, a bit at a time. */
function fraction(n: Ex): Ex {
  let left: Ex = n,
    power: Ex | 1 = 1;
  for (const bit of [16, 8, 4, 2, 1]) {
    const has = w.le(bit, left);
    power = w.mul(power, w.where(has, 2 ** -bit, 1));
    left = w.where(has, w.sub(left, bit), left);
  }
  return power as Ex;
}
const row: Elementwise<2> = /* @__PURE__ */ elementwise<2>("bitwiseRightShift", {
  body: (x, n) => w.floor(w.mul(x, fraction(w.where(w.or(w.lt(n, 0), w.lt(31, n)), 31, n)))),
});

export function bitwiseRightShift(x: Operand, n: Operand): Tensor {
  const operands = whole("bitwiseRightShift", [x, n], false),
    dtype = resultType(operands);
  return cast(apply(row.op, operands.map((t) => cast(t, "float64"))), dtype); // prettier-ignore
}
