/**
 * backward(loss): the gradient of a result with respect to every leaf that requires one. The stable form of the forward graph is
 * differentiated, never the written one.
 */
import { add, type Operand, zeros } from "@evenkeel/core";
import { kindOf, ownerOf, run, stableOf, Tensor, unstabilised } from "@evenkeel/core/internal";
import { seedOf } from "./seed.js";
import { gradients, usersFirst } from "./walk.js";

/**
 * Adds d loss / d leaf to the `grad` of every leaf that requires a gradient, in one run whose results are the loss and those gradients.
 * A loss of several elements needs a `gradient` of its shape: what is added is then Σ gradientᵢ · d lossᵢ / d leaf. Throws RangeError without
 * it, TypeError if nothing that the loss depends on requires a gradient.
 */
export function backward(loss: Tensor, gradient?: Operand): void {
  if (!(loss instanceof Tensor)) throw new TypeError(`backward: ${kindOf(loss)} is no tensor. Pass one.`);
  const written = loss.current,
    root = stableOf(written),
    seed = seedOf("backward", "loss", written, gradient);
  if (!written.requiresGrad)
    throw new TypeError("backward: nothing that the loss depends on requires a gradient. Make a parameter(), or a tensor with requiresGrad.");
  unstabilised(() => {
    const leaves = (t: Tensor): Tensor[] => usersFirst([t]).filter((x) => !x.inputs.length),
      ends = leaves(root),
      found = gradients([[root, seed]], new Set(ends));
    // A restated loss may not depend on a leaf any more: its gradient is 0.
    for (const t of root === written ? ends : leaves(written)) if (!found.has(t)) found.set(t, zeros(t.shape, { dtype: t.dtype }));
    const sums = new Map<Tensor, Tensor>();
    for (const [t, g] of found) {
      const owner = ownerOf(t),
        sum = sums.get(owner) ?? owner.gradient;
      sums.set(owner, sum ? add(sum, g) : g);
    }
    const owners = [...sums.keys()],
      grads = [...sums.values()];
    run([written, ...grads]);
    // Two leaves may have one gradient; only one that is a leaf's alone is freed with it.
    owners.forEach((t, i) => (grads.some((g, k) => k !== i && g.value === grads[i]!.value) ? (t.grad = grads[i]!) : t.own(grads[i]!)));
  });
}
