/** e^(x²)·erfc(x), its derivative 2x·erfcx(x) − 2/√π and the derivative of that. */
import { dd } from "./dd.js";
import { curvatureOfErfcx, erfcx as e, slopeOfErfcx } from "./errorFunctions.js";
import type { Reference } from "./reference.js";

export const erfcx: Reference = {
  value: (x) => e(dd(x!)),
  derivatives: [(x) => slopeOfErfcx(dd(x!))],
  seconds: [[(x) => curvatureOfErfcx(dd(x!))]],
};
