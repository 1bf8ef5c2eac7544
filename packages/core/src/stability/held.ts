/** The greatest exponents of sums: finite, and constant to whoever differentiates, since what they are does not change the sum. */
import { cut } from "../ops/cut.js";
import { elementwise } from "../ops/row.js";
import * as w from "../scalar/words.js";
import type { Tensor } from "../tensor/tensor.js";

/** x, and 0 where it is infinite or NaN. */
const finite = /* @__PURE__ */ elementwise("finite", { body: (x) => w.where(w.eq(w.mul(x, 0), 0), x, 0) });
export const held = (m: Tensor): Tensor => finite(cut(m));
