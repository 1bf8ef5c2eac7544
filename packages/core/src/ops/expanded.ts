/** not an op: expand, by the name that the user called. */
import { layoutForms } from "../stability/layout.js";
import { of, type Operand } from "../tensor/create.js";
import { asArray } from "../tensor/given.js";
import { checkShape, sameShape, type Shape, show } from "../tensor/shape.js";
import { layoutOf, record, type Tensor } from "../tensor/tensor.js";
import { higher } from "./derivative.js";
import { op } from "./op.js";

const expandOp = /* @__PURE__ */ op("expand", "none", {
  again: (node, [x]) => expanded("expand", x!, node.shape),
  range: (x) => x!,
  get forms() {
    return layoutForms;
  },
  vjp: (g, node) => [higher.sumTo!(g, node.inputs[0]!.shape)],
});

/** @internal */
export function expanded(name: string, input: Operand, sizes: Shape): Tensor {
  const x = of(name, input),
    lead = asArray(name, "sizes", sizes).length - x.ndim,
    shape = sizes.map((d, i) => (d === -1 ? (x.shape[i - lead] ?? d) : d)),
    l = layoutOf(x);
  if (sameShape(x.shape, checkShape(name, shape))) return x;
  if (lead < 0 || x.shape.some((d, i) => d !== 1 && d !== shape[i + lead]))
    throw new RangeError(`${name}: shape ${show(x.shape)} does not broadcast to ${show(shape)}. Sizes must be equal, or 1 in the tensor.`);
  const strides = shape.map((d, i) => (i < lead || x.shape[i - lead] !== d ? 0 : l.strides[i - lead]!));
  return record(expandOp, [x], shape, null, x.dtype, { ...l, strides });
}
