/** asin x, derivatives 1/√(1 − x²) and x/(1 − x²)^(3/2), infinite at ±1. */
import { asin as of } from "./angles.js";
import { type DD, dd, div, mul, sqrt, twoSum } from "./dd.js";
import type { Reference } from "./reference.js";

export const slope = (x: number): DD => div(dd(1), sqrt(mul(twoSum(1, x), twoSum(1, -x))));
export const second = (x: number): DD => mul(mul(slope(x), slope(x)), mul(slope(x), dd(x)));
export const asin: Reference = { value: (x) => of(dd(x!)), derivatives: [(x) => slope(x!)], seconds: [[(x) => second(x!)]] };
