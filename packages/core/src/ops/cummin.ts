/**
 * cummin(x, dim): the least element up to each along `dim`, and where it is: the last place of equal ones.
 *
 * Shape    x: […] → { values: […], indices: int32 […] }
 * Method   comparisons in as many steps as the size has bits, and gather. −0 equals 0; from the first NaN on all values are NaN, and the places are those of
 *          the last NaN up to each
 * Error    exact; the gradient goes to the places
 * Source   PyTorch `cummin`
 */
import type { Operand } from "../tensor/create.js";
import type { Taken } from "./ranked.js";
import { falls, runningExtreme } from "./running.js";

export const cummin = (input: Operand, dim: number): Taken => runningExtreme("cummin", input, dim, falls);
