/** not an op: the derivative of asin, and without its sign that of acos. */
import * as w from "../scalar/words.js";
import { type Elementwise, elementwise } from "./row.js";

/** 1/√(1 − x²): 1 − x is exact where 1 − x² would cancel. @internal */
export const arcsineSlope: Elementwise<1> = /* @__PURE__ */ elementwise("asin′", {
  body: (x) => w.div(1, w.sqrt(w.mul(w.sub(1, x), w.add(1, x)))),
  deriv: (x) => w.mul(w.mul(x, arcsineSlope(x)), w.mul(arcsineSlope(x), arcsineSlope(x))),
});
