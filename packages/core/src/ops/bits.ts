/** not an op: what ops on the bits of whole numbers have in common. */
import { isFloating } from "../dtype.js";
import { of, type Operand } from "../tensor/create.js";
import { resultType } from "../tensor/promote.js";
import type { Tensor } from "../tensor/tensor.js";

/** Whole numbers, and conditions where `logical` says so. Throws TypeError for anything else. @internal */
export function whole(name: string, operands: readonly Operand[], logical = true): Tensor[] {
  const all = operands.map((x) => of(name, x)),
    dtype = resultType(all);
  if (isFloating(dtype) || (dtype === "bool" && !logical))
    throw new TypeError(
      `${name}: the operands are ${dtype} together. Pass whole numbers${logical ? " or conditions" : ""}, or convert them with to.`,
    );
  return all;
}
