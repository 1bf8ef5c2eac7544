/** Functions of a node, found once for each and filled from the leaves up, so that no chain is too long for the stack. */
import { modes } from "../modes.js";
import { isWall, statement, type Tensor } from "../tensor/tensor.js";

export function memoised<T>(compute: (t: Tensor, self: (t: Tensor) => T) => T): (t: Tensor) => T {
  const slot = slots++;
  /** What is kept with a node is recorded where the node lives, whoever asks first. */
  const computeThere = (n: Tensor): T => on(n.place, () => compute(n, self));
  const self = (t: Tensor): T => {
    if (t.known && slot in t.known) return t.known[slot] as T;
    for (const open = [t]; open.length;) {
      const n = open[open.length - 1]!;
      let ready = true;
      if (!isWall(n))
        for (const x of statement(n).inputs)
          if (!x.known || !(slot in x.known)) {
            open.push(x);
            ready = false;
          }
      if (!ready) continue;
      open.pop();
      n.known ??= [];
      if (!(slot in n.known)) n.known[slot] = computeThere(n);
    }
    return t.known![slot] as T;
  };
  return self;
}

let slots = 0;

function on<T>(device: typeof modes.device, make: () => T): T {
  const before = modes.device;
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
