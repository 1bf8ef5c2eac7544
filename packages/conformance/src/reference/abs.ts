/** |x|; at 0 the derivative is 0 by convention. */
import { dd } from "./dd.js";
import type { Reference } from "./reference.js";

export const abs: Reference = { value: (x) => dd(Math.abs(x!)), derivatives: [(x) => dd(Math.sign(x!) + 0)], seconds: [[null]] };
