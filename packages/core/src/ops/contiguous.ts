/** not an op: the copy that lays a view out in row-major order. */
import { contiguous } from "../tensor/shape.js";
import { layoutForms } from "../stability/layout.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { op } from "./op.js";

const contiguousOp = op("contiguous", "direct", {
  request: (node, [input], output) => ({ kind: "copy", shape: node.shape, input: input!, output }),
  again: (node, [x]) => contiguously(x!, node.attrs as number),
  range: (x) => x!,
  get forms() {
    return layoutForms;
  },
  vjp: (g) => [g],
});

/** The elements of `t` in storage of their own; copies with different marks are different nodes. @internal */
export const contiguously = (t: Tensor, mark = 0): Tensor => record(contiguousOp, [t], t.shape, mark, t.dtype);

/** `t` itself where its elements lie in row-major order, else its copy. @internal */
export function dense(t: Tensor): Tensor {
  const want = contiguous(t.shape);
  return t.layout && t.layout.strides.some((s, i) => s !== want[i] && t.shape[i] !== 1) ? contiguously(t) : t;
}
