/**
 * nanmean(x, dim): the mean of what is no NaN, of all elements, one dimension or several. Where there is nothing else, it is NaN.
 *
 * Shape    x: f[…] → f[… without the dims], or with 1 in their place (keepdim)
 * Method   the mean with 0 for NaN, times n over how many there are: it overflows nowhere
 * Error    1.01 ulp + 2⁻⁴⁰·Σ|x| / n
 * Source   PyTorch `nanmean`
 */
import * as w from "../scalar/words.js";
import { of, type Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { type KeepOptions, keepdimOf } from "./dimensions.js";
import { isnan } from "./isnan.js";
import { logicalNot } from "./logicalNot.js";
import { meanBy } from "./moments.js";
import type { Dims } from "./reduction.js";
import { elementwise } from "./row.js";
import { sum } from "./sum.js";
import { where } from "./where.js";

/** m·n/k, of 0 elements NaN. */
const weighed = /* @__PURE__ */ elementwise<3>("nanmean", {
  body: (m, n, k) => w.mul(m, w.div(n, k)),
  deriv: [(_, n, k) => w.div(n, k), null, null],
});

export const nanmean = (input: Operand, dim?: Dims, options?: KeepOptions): Tensor => {
  const keepdim = keepdimOf("nanmean", options);
  const x = of("nanmean", input),
    gone = isnan(x),
    m = meanBy("nanmean", where(gone, 0, x), dim, keepdim);
  return weighed(m, m.size ? x.size / m.size : 0, sum(logicalNot(gone), dim, { keepdim }));
};
