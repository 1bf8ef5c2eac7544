/**
 * mv(a, b): the product of a matrix and a vector.
 *
 * Shape    a: [m, k], b: [k], of one type → [m]
 * Method   matmul
 * Error    that of matmul
 * Source   PyTorch `mv`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { timesVector } from "./contraction.js";

export const mv = (a: Operand, b: Operand): Tensor => timesVector("mv", a, b);
