/** not an op: transpose, by the name that the user called. */
import { of, type Operand } from "../tensor/create.js";
import { dimension } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { permute } from "./permute.js";

/** @internal */
export function transposed(name: string, input: Operand, a: number, b: number): Tensor {
  const x = of(name, input),
    shape = x.ndim ? x.shape : [1],
    p = dimension(name, a, shape),
    q = dimension(name, b, shape);
  return permute(
    x,
    x.shape.map((_, i) => (i === p ? q : i === q ? p : i)),
  );
}
