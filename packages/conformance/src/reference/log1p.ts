/** ln(1 + x), derivatives 1/(1 + x) and −1/(1 + x)². */
import { dd, div, mul, neg, twoSum } from "./dd.js";
import { log1p as ln1p } from "./functions.js";
import type { Reference } from "./reference.js";

export const log1p: Reference = {
  value: (x) => ln1p(dd(x!)),
  derivatives: [(x) => div(dd(1), twoSum(1, x!))],
  seconds: [[(x) => neg(div(dd(1), mul(twoSum(1, x!), twoSum(1, x!))))]],
};
