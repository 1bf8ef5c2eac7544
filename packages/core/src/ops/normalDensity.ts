/** not an op: φ(x) = e^(−x²/2)/√(2π), the density of the standard normal distribution. */
import * as w from "../scalar/words.js";
import { type Elementwise, elementwise } from "./row.js";

/** Its derivative −x·φ(x) is 0 at ±∞ as well: beyond 40 the exponential is 0. @internal */
export const normalDensity: Elementwise<1> = /* @__PURE__ */ elementwise("normalDensity", {
  body: (x) => w.mul(0.3989422804014327, w.exp(w.mul(-0.5, w.mul(x, x)))),
  deriv: (x) => w.neg(w.mul(w.min(w.max(x, -40), 40), normalDensity(x))),
});
/** −√½, by which Φ(x) = ½·erfc(−√½·x). @internal */
export const MINUS_ROOT_HALF = -0.7071067811865476;
