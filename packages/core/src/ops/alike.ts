/** not an op: what ops that put tensors together ask of their element types. */
import type { DType } from "../dtype.js";
import { promote } from "../tensor/promote.js";
import type { Tensor } from "../tensor/tensor.js";
import { cast } from "./cast.js";

/** All parts in the one type that they have together. Throws RangeError where there is no part. */
export function alike(name: string, parts: readonly Tensor[]): Tensor[] {
  if (!parts.length) throw new RangeError(`${name}: there are no tensors. Give at least one.`);
  const dtype = parts.map((x) => x.dtype).reduce<DType>(promote, "bool");
  return parts.map((x) => cast(x, dtype));
}
