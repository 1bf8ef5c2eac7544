/**
 * unbind(x, dim): the parts at each index along a dimension, without that dimension.
 *
 * Shape    x: […, n, …] → n tensors […, …]
 * Method   views
 * Error    exact
 * Source   PyTorch `unbind`
 */
import { of, type Operand } from "../tensor/create.js";
import { dimension } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { select } from "./select.js";

export function unbind(input: Operand, dim = 0): Tensor[] {
  const x = of("unbind", input);
  return Array.from({ length: x.shape[dimension("unbind", dim, x.shape)]! }, (_, i) => select(x, dim, i));
}
