/** x/y, derivatives 1/y and −x/y²; of those 0, −1/y² and 2x/y³. */
import { dd, div as over, mul as times, neg, twoProd } from "./dd.js";
import type { Exact, Reference } from "./reference.js";

const mixed: Exact = (_, y) => neg(over(dd(1), twoProd(y!, y!)));
export const div: Reference = {
  value: (x, y) => over(dd(x!), dd(y!)),
  derivatives: [(_, y) => over(dd(1), dd(y!)), (x, y) => neg(over(dd(x!), twoProd(y!, y!)))],
  seconds: [
    [null, mixed],
    [mixed, (x, y) => over(dd(2 * x!), times(twoProd(y!, y!), dd(y!)))],
  ],
};
