/** not an op: what derivatives with a kink at 0 are. */
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";

/** `yes` where x is positive, `no` where it is not, NaN where it is none. @internal */
export const positive = (x: Ex, yes: Ex | number, no: Ex | number): Ex => w.where(w.lt(0, x), yes, w.where(w.le(x, 0), no, NaN));
