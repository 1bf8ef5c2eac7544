/**
 * detach(x): x, through which no gradient passes. The stabiliser still sees what x was computed from.
 *
 * Shape    x: […] → […]
 * Method   a view
 * Error    exact
 * Source   PyTorch `detach`
 */
import { of, type Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { detached } from "./cut.js";

export const detach = (x: Operand): Tensor => detached(of("detach", x));
