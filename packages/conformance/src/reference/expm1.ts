/** eˣ − 1, derivative eˣ. */
import { dd } from "./dd.js";
import { exp, expm1 as e } from "./functions.js";
import type { Exact, Reference } from "./reference.js";

const slope: Exact = (x) => exp(dd(x!));
export const expm1: Reference = { value: (x) => e(dd(x!)), derivatives: [slope], seconds: [[slope]] };
