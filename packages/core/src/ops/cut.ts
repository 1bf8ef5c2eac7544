/** not an op: a tensor through which no gradient passes. Forms do pass, and find cut tensors below: so nothing merges with its twin that requires one. */
import { layoutForms } from "../stability/layout.js";
import { layoutOf, record, type Tensor } from "../tensor/tensor.js";
import { op } from "./op.js";

// No vjp: no gradient passes.
const cutOp = /* @__PURE__ */ op("cut", "none", {
  again: (_, [x]) => cut(x!),
  range: (x) => x!,
  get forms() {
    return layoutForms;
  },
});

/** @internal */
export const cut = (x: Tensor): Tensor => (x.requiresGrad ? record(cutOp, [x], x.shape, null, x.dtype, layoutOf(x)) : x);
