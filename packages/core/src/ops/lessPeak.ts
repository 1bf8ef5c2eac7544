/** not an op: gradients of unit vectors, less what lies along them. */
import * as w from "../scalar/words.js";
import type { Tensor } from "../tensor/tensor.js";
import { abs } from "./abs.js";
import { cut } from "./cut.js";
import { bare, greatest, share, tie } from "./extreme.js";
import { dimsOf, type Reduction, spread } from "./reduction.js";
import { elementwise } from "./row.js";
import { sum } from "./sum.js";

/** g − p·y/m. */
const lessMultiple = /* @__PURE__ */ elementwise<4>("less peak", {
  body: (g, p, y, m) => w.where(w.eq(p, 0), g, w.sub(g, w.mul(p, w.div(y, m)))),
  deriv: [() => 1, null, (_g, p, _y, m) => w.where(w.eq(p, 0), 0, w.neg(w.div(p, m))), null],
});
const signedBy = /* @__PURE__ */ elementwise<2>("signed", { body: (g, y) => w.where(w.lt(y, 0), w.neg(g), g) });
/**
 * g less a multiple of the unit vector y, along which no unit vector moves: the multiple that leaves 0 at the greatest element, so that nothing cancels where
 * one dominates. What the multiple is changes nothing, and so it has no derivative.
 */
export function lessPeak(g: Tensor, y: Tensor, over: Reduction): Tensor {
  const size = abs(y),
    m = spread(cut(bare(greatest, size, over)), y.shape, over),
    ties = tie(size, m),
    n = sum(ties, dimsOf(over), { keepdim: true }),
    p = sum(cut(share(signedBy(g, y), ties, n)), dimsOf(over), { keepdim: true });
  return lessMultiple(g, p, y, m);
}
