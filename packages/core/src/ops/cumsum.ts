/**
 * cumsum(x, dim): the running sum along `dim`, y[…, j, …] = Σ x[…, i, …] for i ≤ j.
 *
 * Shape    x: f[…] → f[…]; whole numbers and conditions → int32[…]
 * Method   one float64 sum from the first element on, each prefix rounded once; of float64 with what its additions lose beside it
 * Error    ½ ulp + n·2⁻⁵³·Σ|x| over the prefix of n, of float64 ½ ulp + n²·2⁻¹⁰⁶·Σ|x|; int32 exact, a sum beyond it is an error at the read
 * Source   PyTorch `cumsum`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { along, runningSum } from "./recurrence.js";

export const cumsum = (input: Operand, dim: number, ...more: readonly never[]): Tensor =>
  along("cumsum", input, dim, more, (x) => runningSum(x, false));
