/** The CPU with the kinds that formulas and their gradients need, and no others: a first visitor waits for all that is sent. */
import type { Backend } from "@evenkeel/core";
import { concat, copy, float64, makeCpu, map, matmul, reduce, rows, scan, words } from "@evenkeel/cpu";

export const formulaCpu = (): Backend => makeCpu({ map, reduce, rows, copy, concat, matmul, scan }, { words, float64 });
