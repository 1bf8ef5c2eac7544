/**
 * dist(x, y, p): the norm of x − y, of order p.
 *
 * Shape    x, y: f[…], which broadcast → f[]
 * Method   a difference, rounded, and norm
 * Error    that of norm, and 2⁻²⁴ of it for the differences
 * Source   PyTorch `dist`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { norm } from "./norm.js";
import { sub } from "./sub.js";

export const dist = (x: Operand, y: Operand, p = 2): Tensor => norm(sub(x, y), p);
