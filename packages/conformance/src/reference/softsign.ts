/** x/(1 + |x|) with its limits ±1, derivatives 1/(1 + |x|)² and −2·sign x/(1 + |x|)³; the second is 0 at 0. */
import { type DD, dd, div, mul, twoSum } from "./dd.js";
import type { Reference } from "./reference.js";

const below = (x: number): DD => div(dd(1), twoSum(1, Math.abs(x)));
export const softsign: Reference = {
  value: (x) => (Math.abs(x!) === Infinity ? dd(Math.sign(x!)) : div(dd(x!), twoSum(1, Math.abs(x!)))),
  derivatives: [(x) => mul(below(x!), below(x!))],
  seconds: [[(x) => mul(dd(x === 0 ? -0 : -2 * Math.sign(x!)), mul(below(x!), mul(below(x!), below(x!))))]],
};
