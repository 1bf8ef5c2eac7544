/** not an op: gradients of unit vectors, less what lies along them. */
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { number } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { abs } from "./abs.js";
import { cut } from "./cut.js";
import { bare, greatest, share, tie } from "./extreme.js";
import { dimsOf, type Reduction, spread } from "./reduction.js";
import { apply, elementwise, make } from "./row.js";
import { sum } from "./sum.js";

/** Where there is nothing to take away. */
const none = (p: Ex, m: Ex): Ex => w.or(w.eq(p, 0), w.eq(m, 0));
/** g − p·y/m, and what of p·y/m is left where ‖y‖² is 1 − eps·r². */
const lessMultiple = /* @__PURE__ */ make(
  "less peak",
  {
    body: (g, p, y, m, r, eps) => {
      const along = w.mul(p!, w.div(y!, m!));
      return w.where(none(p!, m!), g!, w.add(w.sub(g!, along), w.mul(along, w.mul(eps!, w.mul(r!, r!)))));
    },
    deriv: [
      () => 1,
      null,
      (_g, p, _y, m, r, eps) => w.where(none(p!, m!), 0, w.mul(w.div(p!, m!), w.sub(w.mul(eps!, w.mul(r!, r!)), 1))),
      null,
      (_g, p, y, m, r, eps) => w.where(none(p!, m!), 0, w.mul(w.mul(p!, w.div(y!, m!)), w.mul(2, w.mul(eps!, r!)))),
      null,
    ],
  },
  6,
);
const signedBy = /* @__PURE__ */ elementwise<2>("signed", { body: (g, y) => w.where(w.lt(y, 0), w.neg(g), g) });
/**
 * What a cotangent g of y = r·x, r = (mean of squares of x + eps)^(−½), is as good as: less a multiple of y, along which y hardly moves, and with what it does move.
 * The multiple leaves as good as 0 at the greatest element, so that nothing cancels where one dominates; which it is changes nothing, and so it has no derivative.
 */
export function lessPeak(g: Tensor, y: Tensor, r: Tensor, eps: number, over: Reduction): Tensor {
  const size = abs(y),
    m = spread(cut(bare(greatest, size, over)), y.shape, over),
    ties = tie(size, m),
    n = sum(ties, dimsOf(over), { keepdim: true }),
    p = sum(cut(share(signedBy(g, y), ties, n)), dimsOf(over), { keepdim: true });
  return apply(lessMultiple.op, [g, p, y, m, r, number(eps)]);
}
