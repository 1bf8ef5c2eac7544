/** cos x, derivatives −sin x and −cos x. */
import { dd, neg } from "./dd.js";
import type { Reference } from "./reference.js";
import { cos as c, sin } from "./trigonometric.js";

export const cos: Reference = { value: (x) => c(dd(x!)), derivatives: [(x) => neg(sin(dd(x!)))], seconds: [[(x) => neg(c(dd(x!)))]] };
