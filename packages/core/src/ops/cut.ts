/** not an op: a tensor through which no gradient passes. Forms do pass, and find cut tensors below: so nothing merges with its twin that requires one. */
import { layoutForms } from "../stability/layout.js";
import { carried } from "../tensor/released.js";
import { layoutOf, record, type Tensor } from "../tensor/tensor.js";
import { type Op, op } from "./op.js";

// No vjp: no gradient passes.
const cutting = (name: string, again: (x: Tensor) => Tensor): Op =>
  op(name, "none", {
    again: (_, [x]) => again(x!),
    range: (x) => x!,
    get forms() {
      return layoutForms;
    },
  });
const cutOp = /* @__PURE__ */ cutting("cut", cut),
  detachOp = /* @__PURE__ */ cutting("detach", detached);

/** @internal */
export function cut(x: Tensor): Tensor {
  return x.requiresGrad ? record(cutOp, [x], x.shape, null, x.dtype, layoutOf(x)) : x;
}
/** What somebody detached may be carried from turn to turn. @internal */
export function detached(x: Tensor): Tensor {
  return x.requiresGrad && x.inputs.length ? carried(record(detachOp, [x], x.shape, null, x.dtype, layoutOf(x))) : cut(x);
}
