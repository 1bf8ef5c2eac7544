/** eˣ − 1, derivative eˣ. */
import { dd } from "./dd.js";
import { exp, expm1 as e } from "./functions.js";
import type { Reference } from "./reference.js";

export const expm1: Reference = { value: (x) => e(dd(x!)), derivatives: [(x) => exp(dd(x!))] };
