/** not an op: products that are summed over dimensions of both operands, which contractions of every name are made of. */
import { byShares } from "../stability/shares.js";
import { centredSum } from "../stability/squares.js";
import { angleOfUnits, offsetsOfUnits, overNorms } from "../stability/units.js";
import { isFloating } from "../dtype.js";
import type { View } from "../kinds.js";
import { of, type Operand } from "../tensor/create.js";
import { broadcast, type Shape, show, sizeOf } from "../tensor/shape.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { cast } from "./cast.js";
import { computed, oneType } from "./computed.js";
import { contiguously } from "./contiguous.js";
import { expand } from "./expand.js";
import { mul } from "./mul.js";
import * as w from "../scalar/words.js";
import { hasExponential, logarithmOfProducts, logOfProducts } from "../stability/contractions.js";
import { ALL } from "../stability/interval.js";
import { logarithmOfSumOver, logOfSumOver } from "../stability/rows.js";
import { type Op, op } from "./op.js";
import { type Reduction, spread } from "./reduction.js";
import { reduced, wideSum } from "./wide.js";
import { reshape } from "./reshape.js";
import { sum } from "./sum.js";
import { sumTo } from "./sumTo.js";
import { transpose } from "./transpose.js";
import { rules } from "../stability/rules.js";

export interface Precision {
  /** Sums of float32 products in float64, rounded once. */
  readonly precise?: boolean;
}

const multiplying = (own: Pick<Op, "range" | "forms">): Op => op("matmul", "direct", { ...columns, ...own });
const columns: Pick<Op, "request" | "again" | "vjp"> = {
  request: (node, [a, b], c) => {
    const [m, n] = node.shape.slice(-2) as [number, number],
      k = node.inputs[0]!.shape.at(-1)!,
      batch = sizeOf(node.shape.slice(0, -2));
    return { kind: "matmul", dtype: node.dtype, batch, m, n, k, a: inBatch(a!), b: inBatch(b!), c };
  },
  again: (node, [a, b]) => record(node.op, [laid(a!), laid(b!)], node.shape, null, node.dtype),
  vjp: (g, { inputs: [a, b] }) => [
    a!.requiresGrad ? sumTo(product(g, transpose(b!, -2, -1), g.shape.slice(0, -2)), a!.shape) : null,
    b!.requiresGrad ? sumTo(product(transpose(a!, -2, -1), g, g.shape.slice(0, -2)), b!.shape) : null,
  ],
};
/** A matrix as a batch of one. */
const inBatch = (x: View): View => (x.strides.length === 2 ? { ...x, strides: [0, x.strides[0]!, x.strides[1]!] } : x);
/** No form looks through it, so that a recurrence keeps nothing of what it was. */
const matmulOp: Op = /* @__PURE__ */ multiplying({});
/** Of exponentials. */
const exponentialsOp: Op = /* @__PURE__ */ multiplying({
  range: ([a], [b]) => (a >= 0 && b >= 0 ? [0, Infinity] : ALL),
  forms: {
    log: ({ inputs: [a, b] }) => logOfProducts(a!, b!),
    logarithm: (node) => logarithmOfProducts(node),
  },
});

/** Of rows with rows, or columns with columns, as of points in distances: of matrices that so few ops made that not much is kept for it. */
const pointsOp: Op = /* @__PURE__ */ multiplying({
  forms: { states: rules, centre: (l) => centredSum(l), products: ({ inputs: [a, b] }) => [a!, b!] },
});
const FEW_LINKS = 8;
const isOfPoints = (a: Tensor, b: Tensor): boolean => Math.max(a.links, b.links) <= FEW_LINKS && (isTransposed(a) || isTransposed(b));
const isTransposed = ({ layout, shape }: Tensor): boolean => layout?.strides.at(-2) === 1 && shape.at(-2)! > 1;

/** The product of matrices of one type, batches broadcast: a [..., m, k], b [..., k, n] → [..., m, n]. */
export function matrices(name: string, a: Tensor, b: Tensor, { precise = false }: Precision = {}): Tensor {
  const lead = broadcast(name, a.shape.slice(0, -2), b.shape.slice(0, -2));
  return computed(oneType(name, a, b), (type) => {
    const wide = precise && isFloating(type) ? "float64" : type,
      x = cast(a, wide),
      y = cast(b, wide);
    if (isFloating(type)) return cast(product(x, y, lead, isOfPoints(x, y) ? pointsOp : matmulOp), type);
    // There is no kernel for whole numbers: the products are made in the loop that sums them.
    return sum(mul(reshape(x, [...x.shape, 1]), reshape(y, [...y.shape.slice(0, -2), 1, ...y.shape.slice(-2)])), -2);
  });
}
export const inner = (name: string, a: Tensor, b: Tensor, n: number, m: number): RangeError =>
  new RangeError(
    `${name}: inner sizes differ, a is ${show(a.shape)} and b is ${show(b.shape)} (${n} ≠ ${m}). Transpose one, or check the layer's input size.`,
  );

const productsOp: Op = /* @__PURE__ */ wideSum(
  "dot",
  (a, b) => [w.mul(a, b)],
  (t) => t,
  {
    forms: {
      states: rules,
      scales: "first",
      centre: (l) => centredSum(l),
      shares: (m) => byShares(m),
      offsets: (node) => offsetsOfUnits(node),
      angle: (node, sign) => angleOfUnits(node, sign),
      overNorms: (m) => overNorms(m),
      total: (node) => ({ x: mul(node.inputs[0]!, node.inputs[1]!), over: node.attrs as Reduction, share: 1 }),
      log: ({ inputs: [a, b], attrs }) => logOfSumOver(mul(a!, b!), attrs as Reduction),
      logarithm: (node) => logarithmOfSumOver(node, mul(node.inputs[0]!, node.inputs[1]!), node.attrs as Reduction),
    },
    vjp: (g, { inputs: [a, b], attrs }) => {
      const each = spread(g, a!.shape, attrs as Reduction);
      return [a!.requiresGrad ? mul(each, b!) : null, b!.requiresGrad ? mul(each, a!) : null];
    },
  },
);
/** The same over dimensions of operands of one shape and type. @internal */
export const productsOver = (a: Tensor, b: Tensor, over: Reduction): Tensor => reduced(productsOp, [a, b], [], over);
/** Σ a·b along a dimension, of operands of one type that broadcast: products in float64, where those of float32 are exact, and one rounding. */
export function summedProducts(name: string, a: Tensor, b: Tensor, dim: number): Tensor {
  return computed(oneType(name, a, b), (type) => {
    if (type === "float32") {
      const shape = broadcast(name, a.shape, b.shape),
        d = dim < 0 ? dim + shape.length : dim;
      return reduced(
        productsOp,
        [cast(a, type), cast(b, type)].map((t) => expand(t, shape)),
        [],
        { from: d, to: d + 1 },
      );
    }
    const wide = isFloating(type) ? "float64" : type;
    return cast(sum(mul(cast(a, wide), cast(b, wide)), dim), type);
  });
}

/** Both of two or more dimensions; batches are merged into one, repeated ones without a copy. Two matrices are multiplied as they are. */
function product(a: Tensor, b: Tensor, lead: Shape, plain = matmulOp): Tensor {
  const m = a.shape.at(-2)!,
    n = b.shape.at(-1)!;
  const self = hasExponential(a) || hasExponential(b) ? exponentialsOp : plain;
  if (!lead.length && self !== exponentialsOp) return record(self, [laid(a), laid(b)], [m, n], null, a.dtype);
  return reshape(record(self, [batched(a, lead), batched(b, lead)], [sizeOf(lead), m, n], null, a.dtype), [...lead, m, n]);
}
function batched(t: Tensor, lead: Shape): Tensor {
  const core = t.shape.slice(-2),
    one = sizeOf(t.shape.slice(0, -2)) === 1;
  if (one) return expand(laid(reshape(reshape(t, core), [1, ...core])), [sizeOf(lead), ...core]);
  return laid(reshape(expand(t, [...lead, ...core]), [sizeOf(lead), ...core]));
}
/** A matrix whose rows or columns are contiguous, as the kernel takes it. */
function laid(t: Tensor): Tensor {
  const [r, c] = t.shape.slice(-2),
    [rs, cs] = t.layout?.strides.slice(-2) ?? [];
  return t.layout && r !== 1 && c !== 1 && rs !== 1 && cs !== 1 ? contiguously(t) : t;
}

/** Throws RangeError where an operand has not as many dimensions as the op takes. */
export function checkRank(name: string, which: string, t: Tensor, ndim: number): void {
  if (t.ndim !== ndim)
    throw new RangeError(
      `${name}: ${which} is ${show(t.shape)}, and ${ndim} dimension${ndim === 1 ? " is" : "s are"} taken. Reshape it, or use matmul or einsum.`,
    );
}

/** dot, by any name. */
export function dotted(name: string, left: Operand, right: Operand): Tensor {
  const a = of(name, left),
    b = of(name, right);
  checkRank(name, "a", a, 1);
  checkRank(name, "b", b, 1);
  if (a.size !== b.size) throw new RangeError(`${name}: a is ${show(a.shape)} and b is ${show(b.shape)}. Give both as many elements.`);
  return summedProducts(name, a, b, 0);
}
/** mv, by any name. */
export function timesVector(name: string, left: Operand, right: Operand): Tensor {
  const a = of(name, left),
    b = of(name, right);
  checkRank(name, "a", a, 2);
  checkRank(name, "b", b, 1);
  if (a.shape[1] !== b.size) throw inner(name, a, b, a.shape[1]!, b.size);
  return reshape(matrices(name, a, reshape(b, [b.size, 1])), [a.shape[0]!]);
}
/** mm of two dimensions, by any name; bmm of three. */
export function ofRank(ndim: 2 | 3, name: string, left: Operand, right: Operand): Tensor {
  const a = of(name, left),
    b = of(name, right);
  checkRank(name, "a", a, ndim);
  checkRank(name, "b", b, ndim);
  if (ndim === 3) checkBatches(name, a, b);
  if (a.shape.at(-1) !== b.shape.at(-2)) throw inner(name, a, b, a.shape.at(-1)!, b.shape.at(-2)!);
  return matrices(name, a, b);
}
/** Throws RangeError where the batches of two operands are not as many. */
export function checkBatches(name: string, a: Tensor, b: Tensor): void {
  if (a.shape[0] !== b.shape[0])
    throw new RangeError(`${name}: a is ${show(a.shape)} and b is ${show(b.shape)}, of unequal batches. Use matmul, which broadcasts a batch of 1.`);
}
