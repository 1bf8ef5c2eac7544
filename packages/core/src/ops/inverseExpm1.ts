/** not an op: 1 / (e^x − 1), what the logarithms of 1 − e^x and e^x − 1 have as derivatives. */
import * as w from "../scalar/words.js";
import { type Elementwise, elementwise } from "./row.js";

/** n(x) = 1 / (e^x − 1). Its derivative is n(x)·n(−x), of which no factor overflows where the other is 0. @internal */
export const inverseExpm1: Elementwise<1> = /* @__PURE__ */ elementwise("inverseExpm1", {
  body: (x) => w.div(1, w.expm1(x)),
  deriv: (x) => w.mul(inverseExpm1(x), inverseExpm1(w.neg(x))),
});
