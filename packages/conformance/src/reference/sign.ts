/** −1, 0 or 1; +0 for both zeros, NaN for NaN; flat, so the derivative is 0. */
import { dd } from "./dd.js";
import type { Reference } from "./reference.js";

export const sign: Reference = { value: (x) => dd(Math.sign(x!) + 0), derivatives: [() => dd(0)], seconds: [[null]] };
