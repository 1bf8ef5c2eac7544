/** What running sums state: the logarithm of a running sum of exponentials. */
import { logcumsumexp } from "../ops/logcumsumexp.js";
import type { Tensor } from "../tensor/tensor.js";
import { isNative, type Log, logForm, native } from "./forms.js";
import { atom, emit } from "./lin.js";

/** Of the running sum along dimension 1 of x. */
export function logOfRunningSum(x: Tensor): Log | null {
  const f = logForm(x);
  return isNative(f) && f.sign === 1 ? native(atom(logcumsumexp(emit(f.log, x.shape), 1))) : null;
}
