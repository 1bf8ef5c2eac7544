/**
 * cdist(a, b, p), p = 2 unless given: the distances of all pairs of points, (Σ |aᵢ − bᵢ|^p)^(1/p); p = 0 counts coordinates that differ, p = ∞ takes the largest difference.
 *
 * Shape    a: f[…, n, m], b: f[…, k, m], batches broadcast → f[…, n, k]
 * Method   sums of powers of the differences themselves in float64, of p other than 0, 1, 2 and ∞ as shares of the largest; no |a|² + |b|² − 2a·b,
 *          which cancels for near points. Gradient sign(d)·(|d| / distance)^(p − 1), 0 where the points are equal
 * Error    0.501 ulp, of other p 1 ulp; float64: 4·2⁻⁵³ of the distance, for p = 2 where squares stay within 10^±308, of other p (5 + 3/p)·2⁻⁵³
 * Source   PyTorch `cdist`
 */
import * as w from "../scalar/words.js";
import { full, of, type Operand } from "../tensor/create.js";
import { broadcast, show } from "../tensor/shape.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { abs } from "./abs.js";
import { amax } from "./amax.js";
import { cast } from "./cast.js";
import { computed, oneType } from "./computed.js";
import { mul } from "./mul.js";
import { ne } from "./ne.js";
import { neg } from "./neg.js";
import { type Op, op } from "./op.js";
import { pow } from "./pow.js";
import { floating } from "./reduction.js";
import { type Elementwise, elementwise } from "./row.js";
import { sqrt } from "./sqrt.js";
import { square } from "./square.js";
import { sub } from "./sub.js";
import { sum } from "./sum.js";
import { sumTo } from "./sumTo.js";
import { unsqueeze } from "./unsqueeze.js";

/** x / y, and 0 for 0 / 0. */
const share: Elementwise<2> = /* @__PURE__ */ elementwise<2>("share", {
  body: (x, y) => w.where(w.eq(y, 0), 0, w.div(x, y)),
  deriv: [(_, y) => w.where(w.eq(y, 0), 0, w.div(1, y)), (x, y) => w.where(w.eq(y, 0), 0, w.neg(w.div(w.div(x, y), y)))],
});
/** sign(d) where |d| is the largest, else 0. */
const largest: Elementwise<2> = /* @__PURE__ */ elementwise<2>("largest", {
  body: (d, y) => w.where(w.eq(w.abs(d), y), w.where(w.eq(d, 0), 0, w.where(w.lt(d, 0), -1, 1)), 0),
});
/** The sign of s times |s|^e, and 0 for 0. */
const signedPower: Elementwise<2> = /* @__PURE__ */ elementwise<2>("signed power", {
  body: (s, e) => {
    const size = w.pow(w.abs(s), e);
    return w.where(w.eq(s, 0), 0, w.where(w.lt(s, 0), w.neg(size), size));
  },
  deriv: [(s, e) => w.where(w.eq(s, 0), 0, w.mul(e, pow(w.abs(s), w.sub(e, 1)))), null],
});

const pairs = (a: Tensor, b: Tensor): Tensor => sub(unsqueeze(a, -2), unsqueeze(b, -3));
/** Of float64 points; attrs: p. */
const self: Op = /* @__PURE__ */ op("cdist", "composite", {
  parts: ({ inputs: [a, b], attrs }) => {
    const p = attrs as number,
      d = pairs(a!, b!);
    if (p === 0) return cast(sum(ne(d, 0), -1), a!.dtype);
    // Of no coordinates there is no largest difference.
    if (p === 1 || !d.shape.at(-1)) return sum(abs(d), -1);
    if (p === 2) return sqrt(sum(square(d), -1));
    const most = amax(abs(d), -1);
    return p === Infinity ? most : mul(most, pow(sum(pow(share(abs(d), unsqueeze(most, -1)), p), -1), 1 / p));
  },
  range: () => [0, Infinity],
  vjp: (g, node) => {
    const [a, b] = node.inputs as [Tensor, Tensor],
      p = node.attrs as number;
    if (p === 0) return [a, b].map((t) => (t.requiresGrad ? full(t.shape, 0, { dtype: t.dtype }) : null));
    const d = pairs(a, b),
      y = unsqueeze(distances(a, b, p), -1),
      slope = p === Infinity ? largest(d, y) : p === 2 ? share(d, y) : signedPower(share(d, y), p - 1),
      each = mul(unsqueeze(g, -1), slope);
    return [a.requiresGrad ? sumTo(sum(each, -2), a.shape) : null, b.requiresGrad ? sumTo(neg(sum(each, -3)), b.shape) : null];
  },
});
const distances = (a: Tensor, b: Tensor, p: number): Tensor =>
  record(self, [a, b], [...broadcast("cdist", a.shape.slice(0, -2), b.shape.slice(0, -2)), a.shape.at(-2)!, b.shape.at(-2)!], p, a.dtype);

export function cdist(left: Operand, right: Operand, p = 2): Tensor {
  const a = of("cdist", left),
    b = of("cdist", right),
    dtype = floating(oneType("cdist", a, b));
  if (a.ndim < 2 || b.ndim < 2 || a.shape.at(-1) !== b.shape.at(-1))
    throw new RangeError(`cdist: a is ${show(a.shape)} and b is ${show(b.shape)}. Give points as rows, […, n, m] and […, k, m].`);
  if (typeof p !== "number" || !(p >= 0)) throw new RangeError(`cdist: p is ${String(p)}. Use a number from 0 to Infinity.`);
  broadcast("cdist", a.shape.slice(0, -2), b.shape.slice(0, -2));
  return computed(dtype, (type) => cast(distances(cast(a, "float64"), cast(b, "float64"), p), type));
}
