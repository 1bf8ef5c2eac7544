/** log|Γ(x)|; derivatives ψ(x) and ψ′(x). */
import { dd } from "./dd.js";
import { digamma, lgamma as value, trigamma } from "./gammaFunctions.js";
import type { Reference } from "./reference.js";

export const lgamma: Reference = { value: (x) => value(dd(x!)), derivatives: [(x) => digamma(dd(x!))], seconds: [[(x) => trigamma(dd(x!))]] };
