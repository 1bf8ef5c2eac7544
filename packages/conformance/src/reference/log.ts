/** ln x, derivatives 1/x and −1/x²; none exists below 0. */
import { dd, div, neg, twoProd } from "./dd.js";
import { log as ln } from "./functions.js";
import type { Reference } from "./reference.js";

export const log: Reference = {
  value: (x) => ln(dd(x!)),
  derivatives: [(x) => div(dd(1), dd(x!))],
  seconds: [[(x) => neg(div(dd(1), twoProd(x!, x!)))]],
};
