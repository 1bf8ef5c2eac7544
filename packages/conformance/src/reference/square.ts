/** x², derivatives 2x and 2. */
import { dd, twoProd } from "./dd.js";
import type { Reference } from "./reference.js";

export const square: Reference = { value: (x) => twoProd(x!, x!), derivatives: [(x) => dd(2 * x!)], seconds: [[() => dd(2)]] };
