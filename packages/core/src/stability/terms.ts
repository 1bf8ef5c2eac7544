/** Terms s·e^l of which s may be 0 and l as great as it likes: they are 0 there, and none is the greatest of a sum. */
import { exp } from "../ops/exp.js";
import { neg } from "../ops/neg.js";
import { apply, type Elementwise, elementwise } from "../ops/row.js";
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import type { Tensor } from "../tensor/tensor.js";
import { emit, of } from "./emit.js";
import { native, type Sign } from "./forms.js";
import { affine, fitted, type Lin } from "./lin.js";
import { rules } from "./rules.js";

/** s·e^l, of s, l and e^l; NaN where l is ∞ or NaN. A function, which modules that import one another may call as they are loaded. */
export function termAt(s: Ex, l: Ex, exponential: Ex): Ex {
  return w.where(w.and(w.eq(s, 0), w.lt(l, Infinity)), 0, w.mul(s, exponential));
}
export const term: Elementwise<2> = /* @__PURE__ */ elementwise<2>("term", {
  strays: 2,
  body: (s, l) => termAt(s, l, exp(l)),
  deriv: [(_, l) => exp(l), (s, l) => term(s, l)],
  forms: { states: rules, exponential: true, log: ({ inputs: [s, l] }) => native(affine(l!), s!) },
});
export const termOf = (s: Sign, l: Lin): Tensor => (s === 1 ? of(exp, l) : s === -1 ? neg(of(exp, l)) : apply(term.op, [s, emit(l)]));
/** What the exponent of a term is where the greatest is looked for. */
export const exponentOf = (s: Sign, l: Tensor): Tensor => (typeof s === "number" ? l : apply(unlessZero.op, [fitted(s, l.shape), l]));
const unlessZero = /* @__PURE__ */ elementwise<2>("exponent", { body: (s, l) => w.where(w.eq(s, 0), -Infinity, l) });
