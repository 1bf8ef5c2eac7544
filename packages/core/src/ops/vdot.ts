/**
 * vdot(a, b) = Σ a·b of two vectors: dot, as there are no complex numbers.
 *
 * Shape    a, b: [n], of one type → []
 * Method   dot
 * Error    ½ ulp + 2⁻⁴⁰·Σ|a·b|
 * Source   PyTorch `vdot`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { dotted } from "./contraction.js";

export const vdot = (a: Operand, b: Operand): Tensor => dotted("vdot", a, b);
