/** not an op: what is left of a division, and the whole number of times that it went. */
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { type Elementwise, elementwise } from "./row.js";

/** trunc(x/y), which is flat: x less what is left is a whole multiple of y. 0 has the sign of x/y. @internal */
export const quotient: Elementwise<2> = /* @__PURE__ */ elementwise<2>("quotient", {
  body: (x, y) => {
    const times = w.round(w.div(w.sub(x, w.fmod(x, y)), y));
    return w.where(w.eq(times, 0), w.mul(0, w.div(x, y)), times);
  },
});
/** Whether what is left is neither 0 nor of the sign of y: then the quotient lies below the whole number of times. @internal */
export const isBelow = (left: Ex, y: Ex): Ex => w.or(w.and(w.lt(left, 0), w.lt(0, y)), w.and(w.lt(0, left), w.lt(y, 0)));
