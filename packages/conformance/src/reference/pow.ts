/**
 * xʸ, derivatives y·x^(y − 1) (0 where y is 0) and xʸ·ln x (0 where x is 0 and y ≥ 0); of those y·(y − 1)·x^(y − 2), x^(y − 1)·(1 + y·ln x) and xʸ·ln²x. A negative
 * number has no power that is not whole, and nothing by the exponent.
 */
import { add, type DD, dd, mul, twoSum } from "./dd.js";
import { log } from "./functions.js";
import { pow as of } from "./powers.js";
import type { Exact, Reference } from "./reference.js";

const none = (x: number, y: number): boolean => x < 0 && x > -Infinity && Number.isFinite(y) && !Number.isInteger(y);
const lower = (x: number, y: number, by: number): DD => (none(x, y) ? dd(NaN) : of(dd(x), twoSum(y, -by)));
const value: Exact = (x, y) => of(dd(x!), dd(y!));
const byExponent = (x: number, y: number, f: (l: DD) => DD): DD => (x === 0 && y >= 0 ? dd(0) : f(log(dd(x))));
const mixed: Exact = (x, y) => {
  if (x === 0 && y! > 1) return dd(0);
  return mul(lower(x!, y!, 1), y === 0 && x! >= 0 ? dd(1) : add(dd(1), mul(dd(y!), log(dd(x!)))));
};
export const pow: Reference = {
  value,
  derivatives: [(x, y) => (y === 0 ? dd(0) : mul(dd(y!), lower(x!, y!, 1))), (x, y) => byExponent(x!, y!, (l) => mul(value(x!, y!), l))],
  seconds: [
    [(x, y) => (y === 0 || y === 1 ? dd(0) : mul(mul(dd(y!), twoSum(y!, -1)), lower(x!, y!, 2))), mixed],
    [mixed, (x, y) => byExponent(x!, y!, (l) => mul(mul(value(x!, y!), l), l))],
  ],
};
