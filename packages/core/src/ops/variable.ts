/** not an op: a tensor by which a gradient is taken. */
import { stableOf } from "../stability/stabilise.js";
import { numberIn } from "../tensor/create.js";
import { layoutOf, Tensor, unique } from "../tensor/tensor.js";
import { contiguously } from "./contiguous.js";
import { op } from "./op.js";

const variableOp = /* @__PURE__ */ op("variable", "none", {
  again: (_, [x]) => variable(x!),
  vjp: (g) => [g],
});

/**
 * A view of a tensor, equal to no other node, through which no form looks: what depends on the tensor depends on this. It requires a
 * gradient, and passes it on to the tensor if that requires one. It stands on the stable form, and is its own. @internal
 */
export function variable(of: Tensor): Tensor {
  // A view of a number would be a number to the stabiliser.
  const x = numberIn(of) === undefined ? stableOf(of) : contiguously(of),
    t = new Tensor(variableOp, [x], x.shape, x.dtype, null, unique(), layoutOf(x), true, "off");
  t.depth = x.value ? 0 : x.depth;
  t.place = x.place;
  return (t.stable = t);
}
