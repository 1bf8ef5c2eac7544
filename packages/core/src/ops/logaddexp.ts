import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { softplus } from "./softplus.js";
import { of } from "../stability/emit.js";
import { affine, atom, type Lin, plus } from "../stability/lin.js";
import { sigmoid } from "./sigmoid.js";
import { rules } from "../stability/rules.js";

/**
 * logaddexp(x, y) = log(e^x + e^y).
 *
 * Shape    x, y: f[…], which broadcast → f[…]
 * Method   max(x, y) + log1p(e^−|x − y|); equal operands (infinite ones too) give x + ln 2
 * Error    wide ≤ 0.501 ulp, or 2⁻²⁵ of the larger operand where the result crosses 0
 * Source   PyTorch `logaddexp`
 */
export const logaddexp: Elementwise<2> = /* @__PURE__ */ elementwise<2>("logaddexp", {
  body: (x, y) => w.where(w.eq(x, y), w.add(x, Math.LN2), w.add(w.max(x, y), w.log1p(w.exp(w.neg(w.abs(w.sub(x, y))))))),
  deriv: [(x, y) => share(x, y), (x, y) => share(y, x)],
  forms: {
    states: rules,
    logarithmic: true,
    // log(e^x + e^y) = x + softplus(y − x)
    offsets: (node) => {
      const [x, y] = node.inputs.map((t) => affine(t)) as [Lin, Lin];
      return [
        { base: x, rest: () => atom(of(softplus, plus(y, x, -1))) },
        { base: y, rest: () => atom(of(softplus, plus(x, y, -1))) },
      ];
    },
  },
});
/** σ(x − y); of equal infinities a half, and 0 where both are −∞. */
function share(x: Ex, y: Ex): Ex {
  const infinite = w.and(w.eq(x, y), w.eq(w.abs(x), Infinity));
  return w.where(infinite, w.where(w.eq(x, -Infinity), 0, 0.5), sigmoid(w.sub(x, y)));
}

export const logaddexpFacts: Facts = /* @__PURE__ */ facts(logaddexp, {
  math: "log(e^x + e^y)",
  bound: { wide: 0.501, narrow: 2, of: (x, y) => w.abs(w.max(x, y)) },
  derivBound: { wide: 0.501, narrow: 1.5 },
  special: [
    [-Infinity, -Infinity, -Infinity],
    [Infinity, Infinity, Infinity],
    [Infinity, -Infinity, Infinity],
    [-Infinity, 1, 1],
    [NaN, 1, NaN],
    [1, NaN, NaN],
  ],
  hard: [-1, -0.45867515, -0.5, -0.93275213, 88.73, -103.97, 1000],
  naive: (x, y) => w.log(w.add(w.exp(x), w.exp(y))),
});
