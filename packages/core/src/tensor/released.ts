/**
 * What is detached in every turn, as the state of a recurrence is. Forms look through what was detached, into the graph that it was taken from, and from there
 * through a few turns more; of one turn in eight the graph is recorded again on nothing but the values of the turn before, so that no more turns are kept.
 */
import { rebuilt } from "./rebuilt.js";
import { layoutOf, leaf, type Tensor } from "./tensor.js";

const TURNS = 8;

/** Views whose values are not there yet; nobody else need hold them. */
let waiting: WeakRef<Tensor>[] = [];
/** They are looked through when they are twice as many as were left the last time. */
let enough = 8;

/** What is detached, as forms see it: itself, or in every eighth turn a copy of its graph on values. @internal */
export function ofFewTurns(x: Tensor): Tensor {
  if (x.detached + 1 < TURNS) return x;
  const made = new Map<Tensor, Tensor>(),
    seen = new Set([x]);
  for (const t of seen) {
    if (t.isDetached) made.set(t, alone(t));
    else for (const y of t.inputs) if (y.detached) seen.add(y);
  }
  return made.size ? rebuilt(x, made) : x;
}
/** Has a view let go of what it is a view of, once its value is there. @internal */
export function waits(view: Tensor): Tensor {
  if (released(view)) return view;
  waiting.push(new WeakRef(view));
  if (waiting.length < enough) return view;
  waiting = waiting.filter((ref) => {
    const t = ref.deref();
    return t && !released(t);
  });
  enough = Math.max(8, 2 * waiting.length);
  return view;
}
/** A detached view without anything that forms could see, equal to it by structure. */
function alone(t: Tensor): Tensor {
  const w = leafLike(t);
  w.layout = layoutOf(t);
  return waits(w);
}
function leafLike({ op, shape, dtype, hash, attrs, place }: Tensor): Tensor {
  const t = leaf(op, shape, dtype, false, hash, attrs);
  t.place = place;
  return t;
}
/** Whether the value is there: then a view is of that alone. */
function released(view: Tensor): boolean {
  const layout = layoutOf(view),
    value = layout.base.value ?? layout.base.stable?.value;
  if (!value) return false;
  const base = leafLike(layout.base);
  base.value = value;
  view.layout = { ...layout, base };
  return true;
}
