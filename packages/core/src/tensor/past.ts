/**
 * The past: what was computed from values that can no longer be read, as those of a parameter that was updated twice since. Forms would look through to them:
 * what has its own value lets go of what it was computed from. What a gradient is asked through does not.
 */
import { losses, type Value } from "../plan/memory.js";
import { contiguous } from "./shape.js";
import { isDense, type Layout, layoutOf, leaf, Tensor } from "./tensor.js";

/** Has all below a computed tensor, and itself, let go of what can no longer be read; whether it still is of that. @internal */
export function letGo(root: Tensor): boolean {
  const { count } = losses;
  if (root.intact === count) return false;
  if (!root.inputs.length) return !isReadable(root.value);
  const lost = new Set<Tensor>(),
    entered = new Set<Tensor>();
  for (const open = [root]; open.length;) {
    const t = open[open.length - 1]!;
    if (!entered.has(t)) {
      entered.add(t);
      for (const x of below(t)) if (x.intact !== count && !entered.has(x)) open.push(x);
      continue;
    }
    open.pop();
    if (t.intact === count || lost.has(t)) continue;
    if (isReadable(t.value) && !below(t).some((x) => lost.has(x))) t.intact = count;
    else {
      t.known = null;
      if (cut(t)) t.intact = count;
      else lost.add(t);
    }
  }
  return lost.has(root);
}
const isReadable = (value: Value | null | undefined): boolean => !value || value.held.gone === null;
/** What forms may see of it. */
function below({ inputs, stable, written }: Tensor): readonly Tensor[] {
  const all = stable ? [...inputs, stable] : inputs;
  return written instanceof Tensor ? [...all, written] : all;
}

/** Whether this has a value that can be read, and no gradient: then it is that, and no more. @internal */
export function cut(t: Tensor): boolean {
  const value = t.requiresGrad ? null : standIn(t);
  if (!value) return false;
  t.known = t.stated = t.written = null;
  t.inputs = [];
  t.links = t.depth = 0;
  // What was recorded of a view is so again, of the leaf, when it is restated.
  t.stable = value;
  if (t.layout) t.layout = layoutOf(value);
  else if (!value.layout) {
    t.value = value.value;
    t.stable = t;
  }
  return true;
}

/** A leaf equal to a tensor by structure, and in its value, if that is there and can be read. @internal */
export function standIn(t: Tensor): Tensor | null {
  const layout = there(t);
  if (!layout) return null;
  const { base } = layout,
    isAll = base.size === t.size && isDense({ ...t, layout } as Tensor),
    made = leafLike(t);
  if (isAll) made.value = base.value;
  else made.layout = layout;
  return made;
}
/** Where the elements are, in a leaf. @internal */
export function there(t: Tensor): Layout | null {
  const stable = t.stable ?? t,
    held = (x: Tensor): boolean => x.value !== null && isReadable(x.value);
  for (const x of [t, stable]) if (held(x)) return { base: holds(x, t), offset: 0, strides: contiguous(t.shape) };
  for (const x of [t, stable]) {
    const layout = layoutOf(x),
      base = [layout.base, layout.base.stable].find((b) => b && !b.layout && held(b));
    if (base) return { ...layout, base: holds(base, layout.base) };
  }
  return null;
}
function holds({ value }: Tensor, of: Tensor): Tensor {
  const made = leafLike(of);
  made.value = value;
  return made;
}
/** @internal */
export function leafLike({ op, shape, dtype, hash, attrs, place }: Tensor): Tensor {
  const made = leaf(op, shape, dtype, false, hash, attrs);
  made.place = place;
  return made;
}
