/**
 * permute(x, dims): the dimensions in another order, without a copy.
 *
 * Shape    x: [d₀, d₁, …] → [d at dims[0], d at dims[1], …]
 * Method   a view
 * Error    exact
 * Source   PyTorch `permute`
 */
import { layoutForms } from "../stability/layout.js";
import { of, type Operand } from "../tensor/create.js";
import { asArray } from "../tensor/given.js";
import { dimension, show } from "../tensor/shape.js";
import { layoutOf, record, type Tensor } from "../tensor/tensor.js";
import { op } from "./op.js";

const permuteOp = /* @__PURE__ */ op("permute", "none", {
  again: (node, [x]) => permute(x!, node.attrs as number[]),
  range: (x) => x!,
  get forms() {
    return layoutForms;
  },
  vjp: (g, node) => {
    const dims = node.attrs as number[];
    return [
      permute(
        g,
        dims.map((_, i) => dims.indexOf(i)),
      ),
    ];
  },
});

export function permute(input: Operand, dims: readonly number[]): Tensor {
  const x = of("permute", input),
    order = asArray("permute", "dimensions", dims).map((d) => dimension("permute", d, x.shape)),
    l = layoutOf(x);
  if (order.length !== x.ndim || new Set(order).size !== x.ndim)
    throw new RangeError(
      `permute: dims ${show(dims)} do not name each dimension of shape ${show(x.shape)} once. Give an order of 0 … ${x.ndim - 1}.`,
    );
  if (order.every((d, i) => d === i)) return x;
  return record(
    permuteOp,
    [x],
    order.map((d) => x.shape[d]!),
    order,
    x.dtype,
    { ...l, strides: order.map((d) => l.strides[d]!) },
  );
}
