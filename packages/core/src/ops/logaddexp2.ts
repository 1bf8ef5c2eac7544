import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * logaddexp2(x, y) = log₂(2^x + 2^y).
 *
 * Shape    x, y: f[…], which broadcast → f[…]
 * Method   max(x, y) + log₂(1 + 2^−|x − y|); equal operands (infinite ones too) give x + 1
 * Error    wide ≤ 0.501 ulp, or 2⁻²⁵ of the larger operand where the result crosses 0
 * Source   PyTorch `logaddexp2`
 */
export const logaddexp2: Elementwise<2> = /* @__PURE__ */ elementwise<2>("logaddexp2", {
  body: (x, y) => w.where(w.eq(x, y), w.add(x, 1), w.add(w.max(x, y), w.mul(Math.LOG2E, w.log1p(w.exp2(w.neg(w.abs(w.sub(x, y)))))))),
  deriv: [(x, y) => share(x, y), (x, y) => share(y, x)],
});
/** 1/(1 + 2^−d), as a share of 2^x in 2^x + 2^y for d = x − y. */
const part: Elementwise<1> = /* @__PURE__ */ elementwise("logaddexp2 part", {
  body: (d) => w.div(1, w.add(1, w.exp2(w.neg(d)))),
  deriv: (d) => w.mul(Math.LN2, w.mul(part(d), part(w.neg(d)))),
});
/** Of equal infinities a half, and 0 where both are −∞. */
function share(x: Ex, y: Ex): Ex {
  const infinite = w.and(w.eq(x, y), w.eq(w.abs(x), Infinity));
  return w.where(infinite, w.where(w.eq(x, -Infinity), 0, 0.5), part(w.sub(x, y)));
}
export const logaddexp2Facts: Facts = /* @__PURE__ */ facts(logaddexp2, {
  math: "log₂(2^x + 2^y)",
  bound: { wide: 0.501, narrow: 2, of: (x, y) => w.abs(w.max(x, y)) },
  derivBound: { wide: 0.501, narrow: 1.5 },
  special: [
    [-Infinity, -Infinity, -Infinity],
    [Infinity, Infinity, Infinity],
    [Infinity, -Infinity, Infinity],
    [-Infinity, 1, 1],
    [NaN, 1, NaN],
    [1, NaN, NaN],
    [-1, -1, 0],
  ],
  hard: [-1, -0.45867515, -0.5, -0.93275213, 128, -150, 1000],
  naive: (x, y) => w.log2(w.add(w.exp2(x), w.exp2(y))),
});
