/** ln x, derivative 1/x; neither exists below 0. */
import { dd, div } from "./dd.js";
import { log as ln } from "./functions.js";
import type { Reference } from "./reference.js";

export const log: Reference = { value: (x) => ln(dd(x!)), derivatives: [(x) => div(dd(1), dd(x!))] };
