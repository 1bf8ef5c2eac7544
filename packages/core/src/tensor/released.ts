/**
 * What is detached in every turn, as the state of a recurrence is. Forms look through what was detached, into the graph that it was taken from, and from there
 * through a few turns more; of one turn in eight the graph is recorded again on nothing but the values of the turn before, so that no more turns are kept.
 */
import { leafLike, standIn, waits } from "./past.js";
import { rebuilt } from "./rebuilt.js";
import { layoutOf, type Tensor } from "./tensor.js";

const TURNS = 8;

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
/** A detached view without anything that forms could see, equal to it by structure. */
function ofBase(t: Tensor): Tensor {
  const view = leafLike(t);
  view.layout = layoutOf(t);
  return waits(view);
}
