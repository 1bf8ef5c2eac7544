/**
 * chunk(x, chunks, dim): at most so many parts of equal size along a dimension; the last may be smaller, and there may be fewer.
 *
 * Shape    x: […, n, …] → parts […, ⌈n / chunks⌉, …]
 * Method   views
 * Error    exact
 * Source   PyTorch `chunk`
 */
import { of, type Operand } from "../tensor/create.js";
import { noSuch, written } from "../tensor/given.js";
import { dimension } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { split } from "./split.js";

export function chunk(input: Operand, chunks: number, dim = 0): Tensor[] {
  const x = of("chunk", input),
    n = x.shape[dimension("chunk", dim, x.shape)]!;
  // Of nothing there are as many parts as were asked for.
  if (!Number.isSafeInteger(chunks) || chunks < 1 || (!n && chunks > 2 ** 20))
    throw noSuch(chunks, `chunk: ${written(chunks)} is no number of chunks. Use a whole number from 1${n ? "" : ` to ${2 ** 20}`}.`);
  return split(x, n ? Math.ceil(n / chunks) : new Array<number>(chunks).fill(0), dim);
}
