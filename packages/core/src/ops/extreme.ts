/** not an op: what amax and amin, max and min have in common. */
import * as w from "../scalar/words.js";
import { extremeForms } from "../stability/extremes.js";
import type { Operand } from "../tensor/create.js";
import { show } from "../tensor/shape.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { type Op, op } from "./op.js";
import { type Dims, dimsOf, overDims, type Reduction, spread, without } from "./reduction.js";
import { elementwise } from "./row.js";
import { sum } from "./sum.js";

/** 1 where x is y, else 0; NaN where y is. Constant almost everywhere: no gradient passes. @internal */
export const tie = /* @__PURE__ */ elementwise<2>("tie", { body: (x, y) => w.where(w.eq(y, y), w.where(w.eq(x, y), 1, 0), NaN) });
/** The same where a NaN is y too. @internal */
export const same = /* @__PURE__ */ elementwise<2>("tie", {
  body: (x, y) => w.where(w.or(w.eq(x, y), w.and(w.not(w.eq(x, x)), w.not(w.eq(y, y)))), 1, 0),
});
/** What an element of t (1 or 0) gets of g if n are 1; nothing of a g of 0. @internal */
export const share = /* @__PURE__ */ elementwise<3>("share", {
  body: (g, t, n) => w.where(w.or(w.eq(g, 0), w.eq(t, 0)), 0, w.div(w.mul(g, t), n)),
  deriv: [(_, t, n) => w.div(t, n), null, null],
});

/** 1 where one element alone is the greatest: t is 1 there, and n is 1. @internal */
export const alone = /* @__PURE__ */ elementwise<2>("alone", { body: (t, n) => w.where(w.and(w.eq(t, 1), w.eq(n, 1)), 1, 0) });
/** d, but s where t is 1. @internal */
export const replaced = /* @__PURE__ */ elementwise<3>("replaced", {
  body: (d, s, t) => w.where(w.eq(t, 1), s, d),
  deriv: [(_, _s, t) => w.where(w.eq(t, 1), 0, 1), (_, _s, t) => w.where(w.eq(t, 1), 1, 0), null],
});

/** `among`: which elements share the gradient. */
const extremeOp = (name: string, combine: "max" | "min", mirror: () => Op, among = tie): Op =>
  op(name, "reduce", {
    combine,
    range: (x) => x!,
    get forms() {
      return extremeForms(mirror, combine === "max");
    },
    vjp: (g, node) => {
      const x = node.inputs[0]!,
        over = node.attrs as Reduction,
        ties = among(x, spread(node, x.shape, over));
      return [share(spread(g, x.shape, over), ties, sum(ties, dimsOf(over), { keepdim: true }))];
    },
  });
/** @internal */
export const greatest = /* @__PURE__ */ extremeOp("amax", "max", () => least);
/** @internal */
export const least = /* @__PURE__ */ extremeOp("amin", "min", () => greatest);
/** Where there is a NaN, NaNs alone share the gradient, and not all elements have NaN. @internal */
export const maxOp = /* @__PURE__ */ extremeOp("max", "max", () => minOp, same);
/** @internal */
export const minOp = /* @__PURE__ */ extremeOp("min", "min", () => maxOp, same);

/** The extreme of all elements, one dimension or several, which must have elements. @internal */
export const extreme = (self: Op, input: Operand, dim?: Dims, keepdim = false, name = self.name): Tensor =>
  overDims(
    name,
    input,
    dim,
    keepdim,
    (dtype) => dtype,
    (x, over) => extremeOver(name, self, x, over),
  );
function extremeOver(name: string, self: Op, x: Tensor, over: Reduction): Tensor {
  if (x.shape.slice(over.from, over.to).includes(0))
    throw new RangeError(
      `${name}: shape ${show(x.shape)} has nothing to choose from in a dimension of size 0. Reduce dimensions that have elements.`,
    );
  return bare(self, x, over);
}
/** The same where there may be no elements: then ∓∞. @internal */
export const bare = (self: Op, x: Tensor, over: Reduction): Tensor => record(self, [x], without(x.shape, over), over, x.dtype);
