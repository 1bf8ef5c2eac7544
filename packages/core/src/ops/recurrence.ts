/**
 * not an op: running sums, running products and the recurrence yⱼ = aⱼ·yⱼ₋₁ + bⱼ along the middle of [outer, n, inner]. The gradient of each is
 * made of recurrences in the other direction: nothing is divided by, so factors may be 0.
 */
import type { Arithmetic } from "../dtype.js";
import type { ScanRequest, View } from "../kinds.js";
import * as w from "../scalar/words.js";
import {
  logarithmOfRunningProduct,
  logarithmOfRunningSum,
  logOfRunningProduct,
  logOfRunningSum,
  offsetsOfRunningProduct,
} from "../stability/running.js";
import { of, type Operand } from "../tensor/create.js";
import { noMore } from "../tensor/given.js";
import { around, dimension } from "../tensor/shape.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { computed } from "./computed.js";
import { type Op, op } from "./op.js";
import { isfinite } from "./isfinite.js";
import { summed } from "./reduction.js";
import { reshape } from "./reshape.js";
import { type Elementwise, elementwise } from "./row.js";
import { cast } from "./cast.js";
import { where } from "./where.js";
import { rules } from "../stability/rules.js";

/** What a scan is, in the words of its request. */
type Way = Pick<ScanRequest, "order" | "reverse">;

const way = <O extends Way["order"]>(order: O, reverse: boolean): Way & { readonly order: O } => ({ order, reverse });
const wayOf = (node: Tensor): Way => node.attrs as Way;
const scan = (node: Tensor, factor: View | null, term: View | null, output: View): ScanRequest => ({
  kind: "scan",
  dtype: node.dtype as Arithmetic,
  shape: node.shape as unknown as ScanRequest["shape"],
  ...wayOf(node),
  factor,
  term,
  output,
});

/** A product in which 0 annihilates: the other factor may have overflowed on its way here, and what it is multiplied by has not. */
const product: Elementwise<2> = /* @__PURE__ */ elementwise<2>("cumprod′", {
  body: (x, y) => w.where(w.eq(x, 0), 0, w.where(w.eq(y, 0), 0, w.mul(x, y))),
  deriv: [(_, y) => y, (x) => x],
});

const sumOp: Op = /* @__PURE__ */ op("cumsum", "direct", {
  request: (node, [term], output) => scan(node, null, term!, output),
  range: ([lo, hi]) => [lo < 0 ? -Infinity : 0, hi > 0 ? Infinity : 0],
  forms: { scales: "first", log: (node) => logOfRunningSum(node), logarithm: (node) => logarithmOfRunningSum(node) },
  vjp: (g, node) => [runningSum(g, !wayOf(node).reverse)],
});
/** Σ of the elements up to each, or from each on. @internal */
export const runningSum = (x: Tensor, reverse: boolean): Tensor => record(sumOp, [x], x.shape, way("inclusive", reverse), x.dtype);

const productOp: Op = /* @__PURE__ */ op("cumprod", "direct", {
  request: (node, [factor], output) => scan(node, factor!, null, output),
  forms: {
    states: rules,
    log: (node) => logOfRunningProduct(node),
    logarithm: (node) => logarithmOfRunningProduct(node),
    offsets: (node) => offsetsOfRunningProduct(node),
  },
  // ∂/∂xᵢ = (Π of what is before i)·Σⱼ gⱼ·(Π of what is between i and j): the sum is a recurrence that comes from the other end. In float64, for one part may
  // be far beyond float32 where the other is as small; where float64 overflows on its way to a factor 0, in float32, whose products have an exponent besides.
  vjp(g, node) {
    const x = node.inputs[0]!,
      { order, reverse } = wayOf(node),
      slope = (t: Tensor, c: Tensor): Tensor =>
        product(recurrence(t, c, way(order === "exclusive" ? "exclusive" : "lagged", !reverse)), runningProduct(t, way("exclusive", reverse)));
    if (x.dtype === "float64") return [slope(x, g)];
    const wide = slope(cast(x, "float64"), cast(g, "float64"));
    return [where(isfinite(wide), cast(wide, x.dtype), slope(x, g))];
  },
});
/** g·Π of what is before and after each element, as the gradient of running products is made. @internal */
export function slopeOfProduct(g: Tensor, x: Tensor): Tensor {
  const slope = (t: Tensor, c: Tensor): Tensor =>
    product(product(runningProduct(t, way("exclusive", true)), runningProduct(t, way("exclusive", false))), c);
  if (x.dtype === "float64") return slope(x, g);
  const wide = slope(cast(x, "float64"), cast(g, "float64"));
  return where(isfinite(wide), cast(wide, x.dtype), slope(x, g));
}
/** Π of the elements up to each, with it or without. @internal */
export const runningProduct = (x: Tensor, by: Way & { readonly order: "inclusive" | "exclusive" }): Tensor =>
  record(productOp, [x], x.shape, by, x.dtype);

const TRANSPOSED = { inclusive: "lagged", lagged: "inclusive", exclusive: "exclusive" } as const;

const recurrenceOp: Op = /* @__PURE__ */ op("recurrence", "direct", {
  request: (node, [factor, term], output) => scan(node, factor!, term!, output),
  // y is linear in b, so its gradient is the transposed recurrence of g. aⱼ multiplies the state before it, and what follows is in the gradient.
  vjp(g, node) {
    const [a, b] = node.inputs as [Tensor, Tensor],
      { order, reverse } = wayOf(node),
      after = (o: Way["order"]): Tensor => recurrence(a, g, way(o, !reverse)),
      before = order === "inclusive" ? recurrence(a, b, way("exclusive", reverse)) : node;
    return [
      a.requiresGrad ? product(after(order === "inclusive" ? "lagged" : "exclusive"), before) : null,
      b.requiresGrad ? after(TRANSPOSED[order]) : null,
    ];
  },
});
/** yⱼ = aⱼ·yⱼ₋₁ + bⱼ, in any order of the request. @internal */
export const recurrence = (a: Tensor, b: Tensor, by: Way): Tensor => record(recurrenceOp, [a, b], a.shape, by, a.dtype);

/** Applies `run` along a dimension of x, in what the type of sums computes in; a 0-d tensor has one element along dimension 0. @internal */
export function along(name: string, input: Operand, dim: number, more: readonly never[], run: (x: Tensor) => Tensor): Tensor {
  noMore(name, 2, more);
  const x = of(name, input),
    shape = x.ndim ? x.shape : [1],
    axes = around(shape, dimension(name, dim, shape));
  return reshape(
    computed(summed(x.dtype), (type) => run(reshape(cast(x, type), axes))),
    x.shape,
  );
}
