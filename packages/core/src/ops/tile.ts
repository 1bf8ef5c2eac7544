/**
 * tile(x, sizes): repeat, where fewer sizes than dimensions are for the last ones.
 *
 * Shape    x: […, n, …] → […, n · size, …]
 * Method   one copy of a view
 * Error    exact
 * Source   PyTorch `tile`
 */
import { of, type Operand } from "../tensor/create.js";
import { asArray } from "../tensor/given.js";
import type { Shape } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { repeated } from "./repeated.js";

export function tile(input: Operand, sizes: Shape): Tensor {
  const x = of("tile", input);
  return repeated("tile", x, [...new Array<number>(Math.max(0, x.ndim - asArray("tile", "numbers of times", sizes).length)).fill(1), ...sizes]);
}
