/** Functions of a node, found once for each and filled from the leaves up, so that no chain is too long for the stack. */
import { modes } from "../modes.js";
import { isWall, statement, type Tensor } from "../tensor/tensor.js";

/** What most functions of a node see below it is of its statement; these see what it is computed from. */
export const ownInputs = (t: Tensor): readonly Tensor[] => t.inputs;

export function memoised<T>(
  compute: (t: Tensor, self: (t: Tensor) => T) => T,
  below = (t: Tensor): readonly Tensor[] => (isWall(t) ? [] : statement(t).inputs),
): (t: Tensor) => T {
  const slot = slots++,
    of = (t: Tensor): T | undefined => t.known?.[slot] as T | undefined;
  const self = (t: Tensor): T => {
    const found = of(t);
    if (found !== undefined) return found;
    for (const open = [t]; open.length;) {
      const n = open[open.length - 1]!,
        before = open.length;
      for (const x of below(n)) if (of(x) === undefined) open.push(x);
      if (open.length > before) continue;
      open.pop();
      // What is kept with a node is recorded where the node lives, whoever asks first.
      if (of(n) === undefined) (n.known ??= new Array<unknown>(slots))[slot] = on(n.place, () => compute(n, self));
    }
    return of(t)!;
  };
  return self;
}
/** The same for what is found in few steps: of a node when it is asked of that node. */
export function once<T>(compute: (t: Tensor) => T): (t: Tensor) => T {
  const slot = slots++;
  return (t) => {
    const known = (t.known ??= new Array<unknown>(slots));
    if (known[slot] === undefined) known[slot] = on(t.place, () => compute(t));
    return known[slot] as T;
  };
}

let slots = 0;

function on<T>(device: typeof modes.device, make: () => T): T {
  const before = modes.device;
  if (before === device) return make();
  modes.device = device;
  try {
    return make();
  } finally {
    modes.device = before;
  }
}
/** What is made when it is wanted, where it would be made now. */
export function later<T>(make: () => T): () => T {
  const { device } = modes;
  return () => on(device, make);
}
