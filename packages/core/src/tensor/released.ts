/**
 * What is detached in every turn, as the state of a recurrence is. Forms look through what was detached, into the graph that it was taken from, and from there
 * through a few turns more; of one turn in eight the graph is recorded again on nothing but the values of the turn before, so that no more turns are kept.
 */
import { leafLike, standIn, there } from "./past.js";
import { rebuilt } from "./rebuilt.js";
import { layoutOf, type Tensor } from "./tensor.js";

const TURNS = 8;

/** Views whose values are not there yet; nobody else need hold them. */
let waiting: WeakRef<Tensor>[] = [];
/** They are looked through when they are twice as many as were left the last time. */
let enough = 4;

/**
 * What is detached, as forms see it: itself, or in every eighth turn a copy of its graph on values: of the last turn that has its own, for what forms look
 * through need not have any. Of none in so many turns the last one is computed. @internal
 */
export function ofFewTurns(x: Tensor): Tensor {
  const turns = x.detached + 1;
  if (turns < TURNS) return x;
  const made = new Map<Tensor, Tensor>(),
    seen = new Set([x]);
  for (const t of seen) {
    const value = t.isDetached ? standIn(t) : null;
    if (value) made.set(t, value);
    else if (t.isDetached && turns >= 2 * TURNS) made.set(t, ofBase(t));
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
  enough = Math.max(4, 2 * waiting.length);
  return view;
}
/** A detached view without anything that forms could see, equal to it by structure. */
function ofBase(t: Tensor): Tensor {
  const view = leafLike(t);
  view.layout = layoutOf(t);
  return waits(view);
}
/** Whether the value is there: then a view is of that alone. */
function released(view: Tensor): boolean {
  const { stable } = view,
    layout = there(view);
  if (!layout) return false;
  // Who was restated has the stable one.
  if (stable?.layout) stable.layout = there(stable);
  view.layout = layout;
  view.stable = view.inputs.length ? null : view;
  return true;
}
