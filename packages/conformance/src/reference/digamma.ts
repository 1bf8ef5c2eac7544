/** ψ(x); derivatives ψ′(x) and ψ″(x). */
import { dd } from "./dd.js";
import { digamma as value, tetragamma, trigamma } from "./gammaFunctions.js";
import type { Reference } from "./reference.js";

export const digamma: Reference = { value: (x) => value(dd(x!)), derivatives: [(x) => trigamma(dd(x!))], seconds: [[(x) => tetragamma(dd(x!))]] };
