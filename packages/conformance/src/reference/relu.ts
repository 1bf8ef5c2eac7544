/** max(x, 0); its derivative at 0 is 0. */
import { dd } from "./dd.js";
import type { Reference } from "./reference.js";

export const relu: Reference = {
  value: (x) => dd(x! > 0 ? x! : x! <= 0 ? 0 : NaN),
  derivatives: [(x) => dd(x! > 0 ? 1 : x! <= 0 ? 0 : NaN)],
  seconds: [[null]],
};
