/** What is held to be a number, as the greatest exponents of sums are; and what is none where something that it does not show is none. */
import { cut } from "../ops/cut.js";
import { apply, type Elementwise, elementwise } from "../ops/row.js";
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { number, numberIn } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { emit } from "./emit.js";
import { type Forms, type Log, logForm, native, type Offset, offsetsOf } from "./forms.js";
import { atom, fitted, lin } from "./lin.js";

/** x, and 0 where it is infinite or NaN. */
const finite = /* @__PURE__ */ elementwise("finite", { body: (x) => w.where(w.eq(w.mul(x, 0), 0), x, 0) });
/** Constant to whoever differentiates, since what the greatest exponent of a sum is does not change the sum. */
export const held = (m: Tensor): Tensor => finite(cut(m));

/** What is no number in some places has the forms that the number has. */
const whereForms: Forms = {
  log: ({ op, inputs: [p, t], shape }): Log | null => {
    const f = logForm(p!);
    return f.quality === "derived"
      ? null
      : native(
          () => atom(apply(op, [fitted(emit(f.log, p!.shape), shape), t!])),
          () => f.sign,
        );
  },
  offsets: ({ op, inputs: [p, t] }) => {
    const n = numberIn(p!),
      known: readonly Offset[] = n === undefined ? offsetsOf(p!) : [{ base: lin(n), rest: () => atom(number(0)) }];
    return known.map(({ base, rest }) => ({ base, rest: () => atom(apply(op, [emit(rest()), t!])) }));
  },
};
/** x where it is in range, or a number at least, else y. A function, which modules that import one another may call as they are loaded. */
export function orElse(name: string, forms: Forms, isGood: (x: Ex) => Ex): Elementwise<2> {
  return elementwise<2>(name, {
    body: (x, y) => w.where(isGood(x), x, y),
    deriv: [(x) => w.where(isGood(x), 1, 0), (x) => w.where(isGood(x), 0, 1)],
    forms,
  });
}
/** Whether it is no NaN. */
export function isNumber(x: Ex): Ex {
  return w.eq(x, x);
}
/** Whether it is neither 0 nor infinite nor NaN. */
export function isWithin(x: Ex): Ex {
  return w.and(w.lt(0, w.abs(x)), w.lt(w.abs(x), Infinity));
}
/** p, and NaN where t is 0, infinite or NaN. */
export const whereDivided = /* @__PURE__ */ elementwise<2>("over itself", {
  body: (p, t) => w.where(isWithin(t), p, NaN),
  deriv: [(_, t) => w.where(isWithin(t), 1, NaN), null],
  forms: whereForms,
});
/** p, and NaN where l is infinite or NaN. */
export const whereFinite = /* @__PURE__ */ elementwise<2>("over its exponential", {
  body: (p, l) => w.where(w.lt(w.abs(l), Infinity), p, NaN),
  deriv: [(_, l) => w.where(w.lt(w.abs(l), Infinity), 1, NaN), null],
  forms: whereForms,
});
/** What is left of a sum, as a function of that, and NaN where t, which is gone, is infinite or NaN. */
export const whereGone = /* @__PURE__ */ elementwise<2>("left", {
  body: (p, t) => w.where(w.lt(w.abs(t), Infinity), p, NaN),
  deriv: [() => 1, null],
  forms: whereForms,
});
