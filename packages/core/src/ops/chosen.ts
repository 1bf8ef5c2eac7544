/** not an op: what the derivatives of maximum and minimum are. */
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";

/** 1 where x is greater, ½ where they are equal, 0 where it is less, NaN where one is. @internal */
export const above = (x: Ex, y: Ex): Ex => w.where(w.lt(y, x), 1, w.where(w.eq(x, y), 0.5, w.where(w.lt(x, y), 0, NaN)));
