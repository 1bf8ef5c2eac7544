/**
 * x as its sign by e^l, l = log|x|. Where x is 0 so is the sign, which has the slope 1 there, and l is 0 and not −∞: so whoever adds or multiplies such factors
 * has the gradient of x there too, and not 0·∞.
 */
import { apply, type Elementwise, elementwise } from "../ops/row.js";
import { sign } from "../ops/sign.js";
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import type { Tensor } from "../tensor/tensor.js";
import { emit } from "./emit.js";
import { type Log, native, ownOffsets } from "./forms.js";
import { atom, fitted, type Lin, mapAtoms } from "./lin.js";

/** A sign, which has the slope 1 where x is 0. */
const sided = (body: (x: Ex) => Ex): Elementwise<1> =>
  elementwise("sign", { takes: "number", body, deriv: (x) => w.where(w.eq(x, 0), 1, 0), range: () => [-1, 1], forms: {} });
/** sign(x), which has the slope of x where x is 0. @internal */
export const side = /* @__PURE__ */ sided((x) => sign(x));
/** The same of a difference of two places: between infinite ones of one sign there is nothing. */
export const rising = /* @__PURE__ */ sided((d) => w.where(w.lt(0, d), 1, w.where(w.lt(d, 0), -1, 0)));
/** l, and 0 where x is 0. */
const beside: Elementwise<2> = /* @__PURE__ */ elementwise<2>("log beside 0", {
  body: (l, x) => w.where(w.eq(x, 0), 0, l),
  deriv: [(_, x) => w.where(w.eq(x, 0), 0, 1), null],
  forms: {
    logarithmic: true,
    // log|e^x − 1| = x + log|e^−x − 1|, of which x is 0 where the rest is held.
    offsets: ({ inputs: [l, x] }) => ownOffsets(l!).map(({ base, rest }) => ({ base, rest: () => atom(apply(beside.op, [emit(rest()), x!])) })),
  },
});
/** The log form of x, of log|x|. */
export const bySide = (log: Tensor, x: Tensor): Log =>
  native(
    () => atom(apply(beside.op, [log, fitted(x, log.shape)])),
    () => side(x),
  );
/** log|x| of the log form of x. */
export const unsigned = (l: Lin): Lin => mapAtoms(l, (t) => (t.op === beside.op ? t.inputs[0]! : t));
