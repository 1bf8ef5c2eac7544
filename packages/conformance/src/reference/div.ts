/** x/y, derivatives 1/y and −x/y². */
import { dd, div as over, neg, twoProd } from "./dd.js";
import type { Reference } from "./reference.js";

export const div: Reference = {
  value: (x, y) => over(dd(x!), dd(y!)),
  derivatives: [(_, y) => over(dd(1), dd(y!)), (x, y) => neg(over(dd(x!), twoProd(y!, y!)))],
};
