/** Functions of a node, found once for each and filled from the leaves up, so that no chain is too long for the stack. */
import { isWall, type Tensor } from "../tensor/tensor.js";

export function memoised<T>(compute: (t: Tensor, self: (t: Tensor) => T) => T): (t: Tensor) => T {
  const slot = slots++;
  const self = (t: Tensor): T => {
    if (t.known && slot in t.known) return t.known[slot] as T;
    for (const open = [t]; open.length;) {
      const n = open[open.length - 1]!;
      let ready = true;
      if (!isWall(n))
        for (const x of n.inputs)
          if (!x.known || !(slot in x.known)) {
            open.push(x);
            ready = false;
          }
      if (!ready) continue;
      open.pop();
      n.known ??= [];
      if (!(slot in n.known)) n.known[slot] = compute(n, self);
    }
    return t.known![slot] as T;
  };
  return self;
}

let slots = 0;
