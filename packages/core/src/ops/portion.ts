/**
 * not an op: x/Σx as one op. The sum is a float64, in two parts of float32 that are scaled into its range. Gradient (g − Σ g·y)/Σx, with g less what it is at
 * the greatest |x|, so that nothing cancels where one element is nearly all of the sum.
 */
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { rangeOf } from "../stability/interval.js";
import { withLost } from "../stability/region.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { abs } from "./abs.js";
import { div } from "./div.js";
import { bare, greatest, share, tie } from "./extreme.js";
import { mul } from "./mul.js";
import { neg } from "./neg.js";
import { type Op, op } from "./op.js";
import { dimsOf, type Reduction, spread } from "./reduction.js";
import { apply, make } from "./row.js";
import { sub } from "./sub.js";
import { sum } from "./sum.js";
import { reduced, wideSum } from "./wide.js";
import { rules } from "../stability/rules.js";

/** Sums of float32 lie between 2⁻¹⁴⁹ and 2¹⁵⁰; scaled by one of three powers of two, both parts of any have all their bits. */
const scale = (t: Ex): Ex => w.where(w.lt(2 ** 60, w.abs(t)), 2 ** -60, w.where(w.lt(w.abs(t), 2 ** -60), 2 ** 60, 1));
const totals = /* @__PURE__ */ [false, true].map((lost) =>
  wideSum(
    "scaled total",
    (x) => [x],
    (t) => w.mul(t, scale(t)),
    { lost },
  ),
);
const scaleOp = /* @__PURE__ */ wideSum("scale", (x) => [x], scale);
/** The sum in three numbers of each row, along it. */
const totalOf = (x: Tensor, over: Reduction): Tensor[] => [...totals, scaleOp].map((self) => spread(reduced(self, [x], [], over), x.shape, over));
const whole = (high: Ex, low: Ex, scale: Ex): Ex => w.div(withLost(high, low), scale);

const portionRow = /* @__PURE__ */ make("portion", { body: (x, high, low, s) => w.div(x!, whole(high!, low!, s!)) }, 4);
const portionOp: Op = /* @__PURE__ */ op("portion", "composite", {
  parts: ({ inputs: [x], attrs }) => apply(portionRow.op, [x!, ...totalOf(x!, attrs as Reduction)]),
  range: ([lo]) => (lo >= 0 ? [0, 1] : [-Infinity, Infinity]),
  forms: { states: rules, wholeAlong: (node) => (rangeOf(node)[0] < 0 ? null : (node.attrs as Reduction)) },
  vjp: (g, { inputs: [x], attrs }) => [slope(g, x!, attrs as Reduction)],
});

/** Σ (g − r)·x / Σ x. */
const means = /* @__PURE__ */ [false, true].map((lost) =>
  wideSum(
    "portion′",
    (x, g, r) => [x, w.mul(w.sub(g, r), x)],
    (t, s) => w.div(s, t),
    { lost },
  ),
);
const slopeRow = /* @__PURE__ */ make(
  "portion′",
  { body: (g, r, high, low, t, u, s) => w.div(w.sub(w.sub(g!, r!), withLost(high!, low!)), whole(t!, u!, s!)) },
  7,
);
const slopeOp: Op = /* @__PURE__ */ op("portion′", "composite", {
  parts: ({ inputs: [g, x], attrs }) => {
    const over = attrs as Reduction,
      ties = tie(abs(x!), spread(bare(greatest, abs(x!), over), x!.shape, over)),
      along = (t: Tensor): Tensor => spread(t, x!.shape, over),
      r = along(sum(share(g!, ties, sum(ties, dimsOf(over), { keepdim: true })), dimsOf(over)));
    return apply(slopeRow.op, [g!, r, ...means.map((self) => along(reduced(self, [x!, g!, r], [], over))), ...totalOf(x!, over)]);
  },
  // Of (g − Σ g·y)/s: by g (c − y·Σc)/s, by y −g·Σc/s, by s −Σ c·node/s.
  vjp: (c, node) => {
    const [g, x] = node.inputs as [Tensor, Tensor],
      over = node.attrs as Reduction,
      along = (t: Tensor): Tensor => spread(sum(t, dimsOf(over)), x.shape, over),
      s = along(x),
      each = div(along(c), s);
    return [
      g.requiresGrad ? sub(div(c, s), mul(portion(x, over), each)) : null,
      x.requiresGrad ? sub(slope(neg(mul(g, each)), x, over), div(along(mul(c, node)), s)) : null,
    ];
  },
});
const slope = (g: Tensor, x: Tensor, { from, to }: Reduction): Tensor => record(slopeOp, [g, x], x.shape, { from, to }, x.dtype);
/** x/Σx over dimensions. @internal */
export const portion = (x: Tensor, { from, to }: Reduction): Tensor => record(portionOp, [x], x.shape, { from, to }, x.dtype);
