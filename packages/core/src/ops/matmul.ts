/**
 * matmul(a, b): the product of matrices; leading dimensions are batches and broadcast; a vector is a row on the left, a column on the right.
 *
 * Shape    a: f[…, m, k], b: f[…, k, n] → f[…, m, n]; without the dimension that a vector lacks
 * Method   in the type of the operands, in blocks of 256 along k; transposed operands are taken without a copy
 * Error    |err| ≤ (min(k, 256) + ⌈k/256⌉)·2⁻²⁴·Σ|aᵢbᵢ|
 * Source   PyTorch `matmul`
 */
import { of, type Operand } from "../tensor/create.js";
import { broadcast, type Shape, show, sizeOf } from "../tensor/shape.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { computed, oneFloating } from "./computed.js";
import { contiguously } from "./contiguous.js";
import { expand } from "./expand.js";
import { op } from "./op.js";
import { reshape } from "./reshape.js";
import { sumTo } from "./sumTo.js";
import { cast } from "./cast.js";
import { transpose } from "./transpose.js";

const matmulOp = /* @__PURE__ */ op("matmul", "direct", {
  request: (node, [a, b], c) => {
    const [m, n] = node.shape.slice(-2) as [number, number],
      k = node.inputs[0]!.shape.at(-1)!,
      batch = sizeOf(node.shape.slice(0, -2));
    return { kind: "matmul", dtype: node.dtype, batch, m, n, k, a: a!, b: b!, c };
  },
  again: (node, [a, b]) => record(matmulOp, [laid(a!), laid(b!)], node.shape, null, node.dtype),
  vjp: (g, { inputs: [a, b] }) => [
    a!.requiresGrad ? sumTo(product(g, transpose(b!, -2, -1)), a!.shape) : null,
    b!.requiresGrad ? sumTo(product(transpose(a!, -2, -1), g), b!.shape) : null,
  ],
});

export function matmul(left: Operand, right: Operand): Tensor {
  const a = of("matmul", left),
    b = of("matmul", right);
  for (const [name, t] of [
    ["a", a],
    ["b", b],
  ] as const) {
    if (t.ndim === 0) throw new RangeError(`matmul: ${name} is 0-d. Use mul for a product with a number.`);
  }
  const A = a.ndim === 1 ? reshape(a, [1, a.size]) : a,
    B = b.ndim === 1 ? reshape(b, [b.size, 1]) : b;
  if (A.shape.at(-1) !== B.shape.at(-2))
    throw new RangeError(
      `matmul: inner sizes differ, a is ${show(a.shape)} and b is ${show(b.shape)} (${A.shape.at(-1)} ≠ ${B.shape.at(-2)}). Transpose one, or check the layer's input size.`,
    );
  const dtype = oneFloating("matmul", a, b),
    c = computed(dtype, (type) => product(cast(A, type), cast(B, type))),
    lead = c.shape.slice(0, -2);
  return reshape(c, [...lead, ...(a.ndim === 1 ? [] : [c.shape.at(-2)!]), ...(b.ndim === 1 ? [] : [c.shape.at(-1)!])]);
}

/** Both of two or more dimensions; batches are merged into one, repeated ones without a copy. */
function product(a: Tensor, b: Tensor): Tensor {
  const lead = broadcast("matmul", a.shape.slice(0, -2), b.shape.slice(0, -2)),
    m = a.shape.at(-2)!,
    n = b.shape.at(-1)!;
  return reshape(record(matmulOp, [batched(a, lead), batched(b, lead)], [sizeOf(lead), m, n], null, a.dtype), [...lead, m, n]);
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
