/** x·y, exact. */
import { dd, twoProd } from "./dd.js";
import type { Reference } from "./reference.js";

export const mul: Reference = { value: (x, y) => twoProd(x!, y!), derivatives: [(_, y) => dd(y!), (x) => dd(x!)] };
