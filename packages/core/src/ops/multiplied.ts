/** not an op: products over dimensions, and their gradient. */
import { askProductOver, logarithmOfProduct, logOfProduct, offsetsOfProduct, raisedProduct } from "../stability/multiplied.js";
import { ALL } from "../stability/interval.js";
import { isFloating } from "../dtype.js";
import { ones } from "../tensor/create.js";
import { around } from "../tensor/shape.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { beside } from "./beside.js";
import { contiguously } from "./contiguous.js";
import { expand } from "./expand.js";
import { narrow } from "./narrow.js";
import { countOf } from "./moments.js";
import { type Op, op } from "./op.js";
import { runningProduct, slopeOfProduct } from "./recurrence.js";
import { type Reduction, spread, without } from "./reduction.js";
import { reshape } from "./reshape.js";
import { rules } from "../stability/rules.js";

/** As [outer, along, inner]. */
const lines = (x: Tensor, over: Reduction): Tensor =>
  reshape(x, [around([...x.shape.slice(0, over.from), 1], over.from)[0], countOf(x, over), around([1, ...x.shape.slice(over.to)], 0)[2]]);
function lastOf(x: Tensor, over: Reduction): Tensor {
  const all = runningProduct(lines(x, over), { order: "inclusive", reverse: false });
  return reshape(narrow(all, 1, countOf(x, over) - 1, 1), without(x.shape, over));
}

const prodOp: Op = /* @__PURE__ */ op("prod", "composite", {
  parts: ({ inputs: [x], attrs }) => contiguously(lastOf(x!, attrs as Reduction)),
  range: ([lo, hi]) => (lo >= 1 ? [1, Infinity] : lo >= 0 ? [0, hi <= 1 ? 1 : Infinity] : lo >= -1 && hi <= 1 ? [-1, 1] : ALL),
  forms: {
    states: rules,
    log: (node) => logOfProduct(node),
    logarithm: (node) => logarithmOfProduct(node),
    offsets: (node) => offsetsOfProduct(node),
    raised: (node, c, size) => raisedProduct(node, c, size),
    ask: (node) => askProductOver(node),
  },
  vjp: (g, { inputs: [x], attrs }) => [productSlope(g, x!, attrs as Reduction)],
});
/** g·Π of the other factors, for each. */
function productSlope(g: Tensor, x: Tensor, over: Reduction): Tensor {
  return reshape(slopeOfProduct(lines(spread(g, x.shape, over), over), lines(x, over)), x.shape);
}
/** Π x over dimensions. @internal */
export function productOver(x: Tensor, { from, to }: Reduction): Tensor {
  const shape = without(x.shape, { from, to });
  if (!countOf(x, { from, to })) return beside([x], () => expand(ones([], { dtype: x.dtype }), shape));
  return isFloating(x.dtype) ? record(prodOp, [x], shape, { from, to }, x.dtype) : lastOf(x, { from, to });
}
