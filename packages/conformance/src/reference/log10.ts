/** log₁₀ x, derivatives 1/(x·ln 10) and −1/(x²·ln 10); none exists below 0. */
import { dd, div, neg, twoProd } from "./dd.js";
import { log } from "./functions.js";
import { log10 as of } from "./powers.js";
import type { Reference } from "./reference.js";

const perBase = div(dd(1), log(dd(10)));
export const log10: Reference = {
  value: (x) => of(dd(x!)),
  derivatives: [(x) => div(perBase, dd(x!))],
  seconds: [[(x) => neg(div(perBase, twoProd(x!, x!)))]],
};
