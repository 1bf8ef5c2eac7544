/**
 * matrixPower(x, n): the product of n times x; of 0 times the identity.
 *
 * Shape    x: […, k, k] → […, k, k]
 * Method   by repeated squaring, ⌊log₂ n⌋ squares and as many products at most
 * Error    that of each matmul
 * Source   PyTorch `linalg.matrix_power`; negative powers, which are powers of the inverse, are a RangeError
 */
import { of, type Operand } from "../tensor/create.js";
import { eye } from "../tensor/eye.js";
import { noSuch, written } from "../tensor/given.js";
import { show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { matrices } from "./contraction.js";
import { expand } from "./expand.js";
import { where } from "./where.js";

export function matrixPower(input: Operand, n: number): Tensor {
  const x = of("matrixPower", input),
    k = x.shape.at(-1);
  if (x.ndim < 2 || k !== x.shape.at(-2)) throw new RangeError(`matrixPower: x is ${show(x.shape)}. Give it square matrices, […, k, k].`);
  if (!Number.isSafeInteger(n) || n < 0)
    throw noSuch(n, `matrixPower: the power is ${written(n)}. Use a whole number from 0; inverses are not there.`);
  let power: Tensor | null = null;
  for (let square = x, left = n; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) power = power ? matrices("matrixPower", power, square) : square;
    if (left > 1) square = matrices("matrixPower", square, square);
  }
  // Chosen beside x, which no gradient reaches: it is 0.
  return power ?? where(1, expand(eye(k!, k!, { dtype: x.dtype }), x.shape), x);
}
