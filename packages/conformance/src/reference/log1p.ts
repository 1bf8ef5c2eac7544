/** ln(1 + x), derivative 1/(1 + x). */
import { dd, div, twoSum } from "./dd.js";
import { log1p as ln1p } from "./functions.js";
import type { Reference } from "./reference.js";

export const log1p: Reference = { value: (x) => ln1p(dd(x!)), derivatives: [(x) => div(dd(1), twoSum(1, x!))] };
