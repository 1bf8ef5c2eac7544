/** 1 − erf x; derivatives −2/√π·e^(−x²) and 4x/√π·e^(−x²). */
import { dd, neg } from "./dd.js";
import { density, erfc as e, slopeOfDensity } from "./errorFunctions.js";
import type { Reference } from "./reference.js";

export const erfc: Reference = {
  value: (x) => e(dd(x!)),
  derivatives: [(x) => neg(density(dd(x!)))],
  seconds: [[(x) => neg(slopeOfDensity(dd(x!)))]],
};
