/** x·ln(1 + y), 0 where x is 0; derivatives ln(1 + y) (0 where x is 0 and y ≤ −1) and x/(1 + y). */
import { dd, div, mul, neg, twoSum } from "./dd.js";
import { log1p } from "./functions.js";
import type { Exact, Reference } from "./reference.js";

const inverse: Exact = (_, y) => div(dd(1), twoSum(1, y!));
export const xlog1py: Reference = {
  value: (x, y) => (x === 0 && y === y ? dd(0) : mul(dd(x!), log1p(dd(y!)))),
  derivatives: [(x, y) => (x === 0 && y! <= -1 ? dd(0) : log1p(dd(y!))), (x, y) => div(dd(x!), twoSum(1, y!))],
  seconds: [
    [null, (x, y) => (x === 0 && y! <= -1 ? dd(0) : inverse(x!, y!))],
    [inverse, (x, y) => neg(div(div(dd(x!), twoSum(1, y!)), twoSum(1, y!)))],
  ],
};
