/**
 * cummax(x, dim): the greatest element up to each along `dim`, and where it is: the last place of equal ones.
 *
 * Shape    x: […] → { values: […], indices: int32 […] }
 * Method   comparisons in as many steps as the size has bits, and gather. −0 equals 0; from the first NaN on all values are NaN, and the places are those of
 *          the last NaN up to each
 * Error    exact; the gradient goes to the places
 * Source   PyTorch `cummax`
 */
import type { Operand } from "../tensor/create.js";
import type { Taken } from "./ranked.js";
import { rises, runningExtreme } from "./running.js";

export const cummax = (input: Operand, dim: number): Taken => runningExtreme("cummax", input, dim, rises);
