/** The CPU with the kinds that formulas and their gradients need, and no others: a first visitor waits for all that is sent. */
import type { Backend } from "@evenkeel/core";
import { concat, copy, float64, makeCpu, map, reduce, scan, words } from "@evenkeel/cpu";

export const formulaCpu = (): Backend => makeCpu({ map, reduce, copy, concat, scan }, { words, float64 });
