/**
 * dot(a, b) = Σ a·b of two vectors.
 *
 * Shape    a, b: [n], of one type → []
 * Method   products in float64, where those of float32 are exact, summed and rounded once
 * Error    ½ ulp + 2⁻⁴⁰·Σ|a·b|; whole numbers exact
 * Source   PyTorch `dot`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { dotted } from "./contraction.js";

export const dot = (a: Operand, b: Operand): Tensor => dotted("dot", a, b);
