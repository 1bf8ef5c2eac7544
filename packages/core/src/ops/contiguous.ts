/** not an op: the copy that lays a view out in row-major order. */
import { layoutForms } from "../stability/layout.js";
import { isDense, record, type Tensor } from "../tensor/tensor.js";
import { op } from "./op.js";

const contiguousOp = /* @__PURE__ */ op("contiguous", "direct", {
  request: (node, [input], output) => ({ kind: "copy", dtype: node.dtype, shape: node.shape, input: input!, output }),
  // What a copy was needed for may lie as it should, once it is restated.
  again: (node, [x]) => (node.attrs === 0 && x!.layout && isDense(x!) ? x! : contiguously(x!, node.attrs as number)),
  range: (x) => x!,
  get forms() {
    return layoutForms;
  },
  vjp: (g) => [g],
});

/** The elements of `t` in storage of their own; copies with different marks are different nodes. A copy of data goes where it is used. @internal */
export function contiguously(t: Tensor, mark = 0): Tensor {
  const copy = record(contiguousOp, [t], t.shape, mark, t.dtype);
  copy.place = t.place;
  return copy;
}

/** `t` itself where its elements lie in row-major order, else its copy. @internal */
export const dense = (t: Tensor): Tensor => (isDense(t) ? t : contiguously(t));
