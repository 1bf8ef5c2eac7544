/** not an op: what ops that need a sign take. */
import type { Tensor } from "../tensor/tensor.js";

/** Whole numbers, which stay whole. Throws TypeError for conditions. @internal */
export function signed(name: string, operands: readonly Tensor[]): void {
  if (operands.some((t) => t.dtype === "bool")) throw new TypeError(`${name}: bool is no number. Convert it with to.`);
}
