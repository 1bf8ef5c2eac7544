/** not an op: a tensor through which no gradient passes. Forms do pass, and find cut tensors below: so nothing merges with its twin that requires one. */
import { layoutForms } from "../stability/layout.js";
import { ofFewTurns, waits } from "../tensor/released.js";
import { type Layout, layoutOf, record, type Tensor } from "../tensor/tensor.js";
import { type Op, op } from "./op.js";

// No vjp: no gradient passes.
const cutting = (name: string, again: (node: Tensor, x: Tensor) => Tensor): Op =>
  op(name, "none", {
    again: (node, [x]) => again(node, x!),
    range: (x) => x!,
    get forms() {
      return layoutForms;
    },
  });
const cutOp = /* @__PURE__ */ cutting("cut", (_, x) => cut(x)),
  detachOp = /* @__PURE__ */ cutting("detach", detachedAgain);

/** @internal */
export function cut(x: Tensor): Tensor {
  return x.requiresGrad ? record(cutOp, [x], x.shape, null, x.dtype, layoutOf(x)) : x;
}
/** What somebody detached may be carried from turn to turn. @internal */
export function detached(x: Tensor): Tensor {
  if (!x.requiresGrad || !x.inputs.length) return cut(x);
  const few = ofFewTurns(x);
  return few === x ? viewed(x, layoutOf(x)) : waits(viewed(few, layoutOf(x)));
}
function viewed(x: Tensor, layout: Layout): Tensor {
  const t = record(detachOp, [x], x.shape, null, x.dtype, layout);
  t.detached++;
  t.isDetached = true;
  return t;
}
/** Of a turn whose value is there the value is taken. */
function detachedAgain(node: Tensor, x: Tensor): Tensor {
  const layout = layoutOf(node);
  return x.requiresGrad ? viewed(x, layout.base.value && layout.base !== layoutOf(node.inputs[0]!).base ? layout : layoutOf(x)) : x;
}
