/** log₂ x, derivatives 1/(x·ln 2) and −1/(x²·ln 2); none exists below 0. */
import { dd, div, neg, twoProd } from "./dd.js";
import { log } from "./functions.js";
import { log2 as of } from "./powers.js";
import type { Reference } from "./reference.js";

const perBase = div(dd(1), log(dd(2)));
export const log2: Reference = {
  value: (x) => of(dd(x!)),
  derivatives: [(x) => div(perBase, dd(x!))],
  seconds: [[(x) => neg(div(perBase, twoProd(x!, x!)))]],
};
