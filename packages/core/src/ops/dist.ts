/**
 * dist(x, y, p): the norm of x − y, of order p.
 *
 * Shape    x, y: f[…], which broadcast → f[]
 * Method   a difference, rounded, and norm
 * Error    that of norm, and 2⁻²⁴ of it for the differences
 * Source   PyTorch `dist`
 */
import type { Operand } from "../tensor/create.js";
import { written } from "../tensor/given.js";
import type { Tensor } from "../tensor/tensor.js";
import { fitting } from "./extremePlace.js";
import { norm } from "./norm.js";
import { signed } from "./signed.js";
import { sub } from "./sub.js";

export function dist(left: Operand, right: Operand, p = 2): Tensor {
  if (typeof p !== "number") throw new TypeError(`dist: the order is ${written(p)}. Use a number.`);
  const operands = fitting("dist", left, right);
  signed("dist", operands);
  return norm(sub(...operands), p);
}
