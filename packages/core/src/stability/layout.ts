/** Layout ops pass every form through: what is true of the elements stays true of the elements elsewhere. */
import { numberIn } from "../tensor/create.js";
import type { Reduction } from "../ops/reduction.js";
import { sameShape, type Shape } from "../tensor/shape.js";
import { layoutOf, type Tensor } from "../tensor/tensor.js";
import type { Forms } from "./forms.js";
import { affine, fitted, mapAtoms } from "./lin.js";

/** For ops whose `again` lays another tensor of the input's shape out in the same way. */
export const layoutForms: Forms = { affine: (node) => mapAtoms(affine(node.inputs[0]!), (x) => through(node, x)), lays: true };

/** An atom of the input, which broadcasts to it, laid out like the node; a number needs no layout. */
export function through(node: Tensor, x: Tensor): Tensor {
  const { base } = layoutOf(x);
  if (numberIn(base) !== undefined && base.ndim === 0) return x.ndim ? fitted(base, node.shape) : x;
  return node.op.again!(node, [fitted(x, node.inputs[0]!.shape), ...node.inputs.slice(1)]);
}
/** Whether a view lets no gradient through to its base. */
export function isCut(t: Tensor): boolean {
  for (; t.layout; t = t.inputs[0]!) {
    if (!t.op.vjp) return true;
    if (!t.inputs.length) return false;
  }
  return false;
}
/** Whether two views read the same elements, and let their gradients through, or both do not. */
export const liesAs = (a: Tensor, b: Tensor): boolean => {
  const [x, y] = [layoutOf(a), layoutOf(b)];
  return (
    sameShape(a.shape, b.shape) &&
    isCut(a) === isCut(b) &&
    x.base.hash === y.base.hash &&
    x.offset === y.offset &&
    x.strides.every((s, i) => s === y.strides[i] || a.shape[i] === 1)
  );
};
/** Whether a tensor, broadcast to a shape, is one value along dimensions of that. */
export const isStill = (t: Tensor, shape: Shape, { from, to }: Reduction): boolean =>
  layoutOf(fitted(t, shape)).strides.every((s, d) => d < from || d >= to || !s);
