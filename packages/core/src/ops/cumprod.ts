/**
 * cumprod(x, dim): the running product along `dim`, y[…, j, …] = Π x[…, i, …] for i ≤ j.
 *
 * Shape    x: f[…] → f[…]; whole numbers and conditions → int32[…]
 * Method   one float64 product with an exponent of its own, each prefix rounded once: a partial product beyond the range of float32 (and of
 *          float64) is ±∞ or 0 where it is read, and does not spoil what follows. The gradient divides by nothing: zeros are factors like others
 *          Products of float64 have no such exponent: what leaves their range does not come back
 * Error    ½ ulp + n·2⁻⁵³·|y| after n factors; int32 exact, a product beyond it is an error at the read
 * Source   PyTorch `cumprod`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { along, runningProduct } from "./recurrence.js";

export const cumprod = (input: Operand, dim: number, ...more: readonly never[]): Tensor =>
  along("cumprod", input, dim, more, (x) => runningProduct(x, { order: "inclusive", reverse: false }));
