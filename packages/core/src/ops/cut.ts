/** not an op: a tensor through which no gradient passes. Forms do pass, and find cut tensors below: so nothing merges with its twin that requires one. */
import { layoutForms } from "../stability/layout.js";
import { presentOf, waits } from "../tensor/past.js";
import { ofFewTurns } from "../tensor/released.js";
import { sameShape } from "../tensor/shape.js";
import { isWhole, type Layout, layoutOf, record, type Tensor } from "../tensor/tensor.js";
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
  const present = presentOf(x, false);
  if (present !== x) return present;
  const few = ofFewTurns(x),
    view = viewed(few, layoutOf(x));
  if (few === x) return view;
  view.stable = null;
  return waits(view);
}
function viewed(x: Tensor, layout: Layout): Tensor {
  const t = record(detachOp, [x], x.shape, null, x.dtype, layout);
  t.detached++;
  t.isDetached = true;
  return t;
}
/**
 * Of a turn that somebody has computed, or will, what does so is taken, and not what forms see of it: if x is the same value, for forms lay others out in
 * the same way.
 */
function detachedAgain(node: Tensor, x: Tensor): Tensor {
  if (!x.requiresGrad) return x;
  const [was] = node.inputs as [Tensor],
    layout = layoutOf(node),
    { base } = layout,
    isOther = base !== layoutOf(was).base && (x.hash === was.hash || x === was.stable);
  if (isOther && (base.value || base.stable === base)) return viewed(x, layout);
  return viewed(x, layoutOf(isOther && base.stable && isWhole(node, layout) && sameShape(base.stable.shape, x.shape) ? base.stable : x));
}
