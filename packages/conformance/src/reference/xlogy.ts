/** x·ln y, 0 where x is 0; derivatives ln y (0 where x is 0 and y ≤ 0) and x/y. */
import { dd, div, mul, neg } from "./dd.js";
import { log } from "./functions.js";
import type { Exact, Reference } from "./reference.js";

const inverse: Exact = (_, y) => div(dd(1), dd(y!));
export const xlogy: Reference = {
  value: (x, y) => (x === 0 && y === y ? dd(0) : mul(dd(x!), log(dd(y!)))),
  derivatives: [(x, y) => (x === 0 && y! <= 0 ? dd(0) : log(dd(y!))), (x, y) => div(dd(x!), dd(y!))],
  seconds: [
    [null, (x, y) => (x === 0 && y! <= 0 ? dd(0) : inverse(x!, y!))],
    [inverse, (x, y) => neg(div(div(dd(x!), dd(y!)), dd(y!)))],
  ],
};
