/**
 * backward(loss): the gradient of a scalar with respect to every leaf that requires one. The stable form of the forward graph is
 * differentiated, never the written one: a rewrite after differentiation repairs the value and leaves the gradient NaN.
 * Autograd only walks; what it records are ordinary nodes.
 */
import { add, internal, ones, type Tensor, zeros } from "@evenkeel/core";

/**
 * Adds d loss / d leaf to the `grad` of every leaf that requires a gradient, in one run whose results are the loss and those gradients.
 * Throws RangeError if `loss` is not one element, TypeError if nothing that it depends on requires a gradient.
 */
export function backward(loss: Tensor): void {
  const root = internal.stableOf(loss.current);
  if (loss.size !== 1)
    throw new RangeError(`backward: the loss has shape [${loss.shape.join(", ")}]. Reduce it to one element, with sum for example.`);
  if (!loss.current.requiresGrad)
    throw new TypeError("backward: nothing that the loss depends on requires a gradient. Make a parameter(), or a tensor with requiresGrad.");
  internal.unstabilised(() => {
    const found = gradients(root);
    // A restated loss may not depend on a leaf any more: its gradient is 0.
    for (const t of usersFirst(loss.current)) if (!t.inputs.length && !found.has(t)) found.set(t, zeros(t.shape, { dtype: t.dtype }));
    const owners = [...found.keys()].map(internal.ownerOf);
    const grads = [...found.values()].map((g, i) => (owners[i]!.gradient ? add(owners[i]!.gradient!, g) : g));
    internal.run([loss.current, ...grads]);
    // Two leaves may have one gradient; only one that is a leaf's alone is freed with it.
    owners.forEach((t, i) => (grads.some((g, k) => k !== i && g.value === grads[i]!.value) ? (t.grad = grads[i]!) : t.own(grads[i]!)));
  });
}

/** The gradient of each leaf, recorded and not run. */
function gradients(root: Tensor): Map<Tensor, Tensor> {
  const cotangent = new Map<Tensor, Tensor>([[root, ones(root.shape, { dtype: root.dtype })]]),
    leaves = new Map<Tensor, Tensor>();
  for (const t of usersFirst(root)) {
    const g = cotangent.get(t);
    if (!g) continue;
    cotangent.delete(t);
    if (!t.inputs.length) leaves.set(t, g);
    else
      t.op.vjp!(g, t).forEach((part, i) => {
        const x = t.inputs[i]!,
          sum = cotangent.get(x);
        if (part && x.requiresGrad) cotangent.set(x, sum ? add(sum, part) : part);
      });
  }
  return leaves;
}

/** The nodes through which a gradient passes, each before its inputs, found without recursion. */
function usersFirst(root: Tensor): Tensor[] {
  const order: Tensor[] = [],
    seen = new Set<Tensor>(),
    open: Tensor[] = [root];
  while (open.length) {
    const t = open[open.length - 1]!,
      missing = seen.has(t) ? [] : t.inputs.filter((x) => x.requiresGrad && !seen.has(x));
    if (missing.length) open.push(...missing);
    else {
      open.pop();
      if (!seen.has(t)) order.push(t);
      seen.add(t);
    }
  }
  return order.reverse();
}
