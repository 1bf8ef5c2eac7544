/** sin x, derivatives cos x and −sin x. */
import { dd, neg } from "./dd.js";
import type { Reference } from "./reference.js";
import { cos, sin as s } from "./trigonometric.js";

export const sin: Reference = { value: (x) => s(dd(x!)), derivatives: [(x) => cos(dd(x!))], seconds: [[(x) => neg(s(dd(x!)))]] };
