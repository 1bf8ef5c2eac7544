/** not an op: e^(−x²), which the derivatives of the error functions are made of. */
import * as w from "../scalar/words.js";
import { type Elementwise, elementwise } from "./row.js";

/** Its derivative −2x·e^(−x²) is 0 at ±∞ as well: beyond 30 the exponential is 0. @internal */
export const bell: Elementwise<1> = /* @__PURE__ */ elementwise("bell", {
  body: (x) => w.exp(w.neg(w.mul(x, x))),
  deriv: (x) => w.mul(w.mul(-2, w.min(w.max(x, -30), 30)), bell(x)),
});
/** 2/√π. @internal */
export const TWO_OVER_ROOT_PI = 1.1283791670955126;
