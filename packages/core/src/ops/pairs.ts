/**
 * not an op: (Σx)² − Σx², the sum of all products of two different elements, as one reduction: where one element dominates, both are almost its square, of
 * which float64 has the digits up to some 2²⁵ times the others. The gradient is twice the sum of the others.
 */
import { rules } from "../stability/rules.js";
import * as w from "../scalar/words.js";
import type { Tensor } from "../tensor/tensor.js";
import { pull } from "./derivative.js";
import { dimsOf, type Reduction, spread } from "./reduction.js";
import { elementwise } from "./row.js";
import { sum } from "./sum.js";
import { reduced, sumLost, wideSum } from "./wide.js";

const pairs = /* @__PURE__ */ wideSum(
  "pairs",
  (x) => [x, w.mul(x, x)],
  (s, q) => w.sub(w.mul(s, s), q),
  {
    forms: { states: rules },
    vjp: (g, { inputs: [x], attrs }) => {
      const over = attrs as Reduction,
        each = (t: Tensor): Tensor => spread(t, x!.shape, over);
      return [slope(each(g), each(sum(x!, dimsOf(over))), each(reduced(sumLost, [x!], [], over)), x!)];
    },
  },
);
/** 2g·(s − x), s in two parts. */
const slope = /* @__PURE__ */ elementwise<4>("pairs′", {
  body: (g, s, lost, x) => pull(g, w.mul(2, w.sub(w.add(s, lost), x))),
  deriv: [(_, s, lost, x) => w.mul(2, w.sub(w.add(s, lost), x)), (g) => w.mul(2, g), null, (g) => w.mul(-2, g)],
});
/** Over the dimensions, without these. @internal */
export const pairsOver = (x: Tensor, over: Reduction): Tensor => reduced(pairs, [x], [], over);
