/**
 * What is detached in every turn, as the state of a recurrence is. Of a few turns the graphs are kept, so that forms find what was detached; beyond, it is
 * nothing but its value, and lets go of the graph that it was taken from as soon as that is there.
 */
import { layoutOf, leaf, type Tensor } from "./tensor.js";

const TURNS = 8;

/** Those whose values are not there yet; nobody else need hold them. */
let waiting: WeakRef<Tensor>[] = [];
/** They are looked through when they are twice as many as were left the last time. */
let enough = 8;

/** Counts a view of what is detached; every eighth of a recurrence is a wall. @internal */
export function carried(view: Tensor): Tensor {
  if (++view.detached < TURNS) return view;
  view.detached = 0;
  view.links = 0;
  view.stated = null;
  view.stable = view;
  if (!released(view)) waiting.push(new WeakRef(view));
  if (waiting.length < enough) return view;
  waiting = waiting.filter((ref) => {
    const t = ref.deref();
    return t && !released(t);
  });
  enough = Math.max(8, 2 * waiting.length);
  return view;
}
/** Whether the value is there: then a view is of that alone. */
function released(view: Tensor): boolean {
  const { base } = layoutOf(view),
    held = [base, base.stable].find((t) => t?.value);
  if (!held) return false;
  const { op, shape, dtype, hash, attrs } = base,
    alone = leaf(op, shape, dtype, false, hash, attrs);
  alone.value = held.value;
  alone.place = base.place;
  view.layout = { ...layoutOf(view), base: alone };
  view.inputs = [];
  return true;
}
