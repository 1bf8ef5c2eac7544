/** eˣ, which is its own derivative. */
import { dd } from "./dd.js";
import { exp as e } from "./functions.js";
import type { Exact, Reference } from "./reference.js";

const value: Exact = (x) => e(dd(x!));
export const exp: Reference = { value, derivatives: [value], seconds: [[value]] };
