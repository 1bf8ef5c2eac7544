/** −x·ln x with its limit 0 at 0, −∞ below; derivatives −(1 + ln x) and −1/x. */
import { add, dd, div, mul, neg } from "./dd.js";
import { log } from "./functions.js";
import type { Reference } from "./reference.js";

export const entr: Reference = {
  value: (x) => (x === 0 ? dd(0) : x! < 0 ? dd(-Infinity) : neg(mul(dd(x!), log(dd(x!))))),
  derivatives: [(x) => neg(add(dd(1), log(dd(x!))))],
  seconds: [[(x) => neg(div(dd(1), dd(x!)))]],
};
