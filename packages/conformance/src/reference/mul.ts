/** x·y, exact. */
import { dd, twoProd } from "./dd.js";
import type { Exact, Reference } from "./reference.js";

const one: Exact = () => dd(1);
export const mul: Reference = {
  value: (x, y) => twoProd(x!, y!),
  derivatives: [(_, y) => dd(y!), (x) => dd(x!)],
  seconds: [
    [null, one],
    [one, null],
  ],
};
