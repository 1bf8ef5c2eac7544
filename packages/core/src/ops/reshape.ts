/**
 * reshape(x, shape): the same elements in row-major order under another shape. One size may be −1: it is inferred.
 *
 * Shape    x: […] → shape, of the same number of elements
 * Method   a view where the elements lie so, else one copy
 * Error    exact
 * Source   PyTorch `reshape`
 */
import { layoutForms } from "../stability/layout.js";
import { of, type Operand } from "../tensor/create.js";
import { asArray } from "../tensor/given.js";
import { checkShape, contiguous, sameShape, type Shape, show, sizeOf } from "../tensor/shape.js";
import { layoutOf, record, type Tensor } from "../tensor/tensor.js";
import { contiguously } from "./contiguous.js";
import { op } from "./op.js";

const reshapeOp = /* @__PURE__ */ op("reshape", "none", {
  again: (node, [x]) => reshape(x!, node.shape),
  range: (x) => x!,
  get forms() {
    return { ...layoutForms, regular: true as const };
  },
  vjp: (g, node) => [reshape(g, node.inputs[0]!.shape)],
});

export function reshape(input: Operand, shape: Shape): Tensor {
  const x = of("reshape", input),
    to = inferred(x.shape, asArray("reshape", "sizes", shape));
  if (sameShape(to, x.shape)) return x;
  const l = layoutOf(x),
    strides = restrided(x.shape, l.strides, to);
  return strides ? record(reshapeOp, [x], to, null, x.dtype, { ...l, strides }) : reshape(contiguously(x), to);
}

function inferred(from: Shape, to: Shape): Shape {
  const holes = to.filter((d) => d === -1).length,
    known = to.reduce((n, d) => (d === -1 ? n : n * d), 1),
    size = sizeOf(from);
  const shape = holes === 1 && known > 0 && size % known === 0 ? to.map((d) => (d === -1 ? size / known : d)) : to;
  if (holes > 1 || (holes === 1 && shape === to) || sizeOf(checkShape("reshape", shape)) !== size)
    throw new RangeError(
      `reshape: shape ${show(from)} has ${size} elements, which ${show(to)} does not hold. Give sizes whose product is ${size}, at most one of them -1.`,
    );
  return shape.slice();
}

/** Strides of the same elements under another shape, or null where they do not lie so. */
function restrided(from: Shape, strides: readonly number[], to: Shape): number[] | null {
  const plain = contiguous(from);
  if (sizeOf(from) <= 1 || plain.every((stride, d) => stride === strides[d])) return contiguous(to);
  const out = new Array<number>(to.length).fill(0),
    olds = from.map((d, i) => [d, strides[i]!] as const).filter(([d]) => d !== 1);
  let k = olds.length - 1,
    left = 1,
    step = 0;
  for (let i = to.length - 1; i >= 0; i--) {
    if (to[i] === 1) continue;
    if (left === 1) {
      [left, step] = [...olds[k--]!];
    }
    // A new dimension may span several old ones that lie as one.
    while (left % to[i]! !== 0) {
      const next = olds[k--];
      if (!next || next[1] !== step * left) return null;
      left *= next[0];
    }
    out[i] = step;
    step *= to[i]!;
    left /= to[i]!;
  }
  return out;
}
