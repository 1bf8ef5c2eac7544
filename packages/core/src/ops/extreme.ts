/** not an op: what amax and amin have in common. */
import * as w from "../scalar/words.js";
import { show } from "../tensor/shape.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { type Op, op } from "./op.js";
import { dimsOf, type Reduction, spread, without } from "./reduction.js";
import { elementwise } from "./row.js";
import { sum } from "./sum.js";

/** 1 where x is y, else 0; NaN where y is. Constant almost everywhere: no gradient passes. @internal */
export const tie = /* @__PURE__ */ elementwise<2>("tie", { body: (x, y) => w.where(w.eq(y, y), w.where(w.eq(x, y), 1, 0), NaN) });
/** What an element of t (1 or 0) gets of g if n are 1; nothing of a g of 0. @internal */
export const share = /* @__PURE__ */ elementwise<3>("share", {
  body: (g, t, n) => w.where(w.or(w.eq(g, 0), w.eq(t, 0)), 0, w.div(w.mul(g, t), n)),
  deriv: [(_, t, n) => w.div(t, n), null, null],
});

const extremeOp = (name: string, combine: "max" | "min"): Op =>
  op(name, "reduce", {
    combine,
    range: (x) => x!,
    vjp: (g, node) => {
      const x = node.inputs[0]!,
        over = node.attrs as Reduction,
        ties = tie(x, spread(node, x.shape, over));
      return [share(spread(g, x.shape, over), ties, sum(ties, dimsOf(over), { keepdim: true }))];
    },
  });
/** @internal */
export const greatest = /* @__PURE__ */ extremeOp("amax", "max");
/** @internal */
export const least = /* @__PURE__ */ extremeOp("amin", "min");

/** The extreme over dimensions that must have elements. @internal */
export function extremeOver(self: Op, x: Tensor, over: Reduction): Tensor {
  if (x.shape.slice(over.from, over.to).includes(0))
    throw new RangeError(
      `${self.name}: shape ${show(x.shape)} has nothing to choose from in a dimension of size 0. Reduce dimensions that have elements.`,
    );
  return bare(self, x, over);
}
/** The same where there may be no elements: then ∓∞. @internal */
export const bare = (self: Op, x: Tensor, over: Reduction): Tensor => record(self, [x], without(x.shape, over), over, x.dtype);
