/** −x. */
import { dd } from "./dd.js";
import type { Reference } from "./reference.js";

export const neg: Reference = { value: (x) => dd(-x!), derivatives: [() => dd(-1)], seconds: [[null]] };
