/** erf x; derivatives 2/√π·e^(−x²) and −4x/√π·e^(−x²). */
import { dd } from "./dd.js";
import { density, erf as e, slopeOfDensity } from "./errorFunctions.js";
import type { Reference } from "./reference.js";

export const erf: Reference = { value: (x) => e(dd(x!)), derivatives: [(x) => density(dd(x!))], seconds: [[(x) => slopeOfDensity(dd(x!))]] };
