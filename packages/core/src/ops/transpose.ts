/**
 * transpose(x, a, b): two dimensions exchanged, without a copy.
 *
 * Shape    x: […, m, …, n, …] → […, n, …, m, …]
 * Method   a view
 * Error    exact
 * Source   PyTorch `transpose`
 */
import { of, type Operand } from "../tensor/create.js";
import { dimension } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { permute } from "./permute.js";

export function transpose(input: Operand, a: number, b: number): Tensor {
  const x = of("transpose", input),
    shape = x.ndim ? x.shape : [1],
    p = dimension("transpose", a, shape),
    q = dimension("transpose", b, shape);
  return permute(
    x,
    x.shape.map((_, i) => (i === p ? q : i === q ? p : i)),
  );
}
