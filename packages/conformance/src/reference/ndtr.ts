/** Φ(x) = ½·erfc(−x/√2); derivatives φ(x) and −x·φ(x). */
import { PI } from "./constants.js";
import { type DD, dd, div, mul, neg, scale, sqrt, twoProd } from "./dd.js";
import { erfc } from "./errorFunctions.js";
import { exp } from "./functions.js";
import type { Reference } from "./reference.js";

const ROOT_2PI = sqrt(scale(PI, 1));
/** −x/√2. */
export const argument = (x: number): DD => neg(div(dd(x), sqrt(dd(2))));
export const distribution = (x: number): DD => scale(erfc(argument(x)), -1);
/** The square of x is exact. */
export const density = (x: number): DD => div(exp(scale(neg(twoProd(x, x)), -1)), ROOT_2PI);
/** −x·φ(x), 0 at ±∞. */
const slope = (x: number): DD => (Math.abs(x) > 40 ? dd(x < 0 ? 0 : -0) : mul(dd(-x), density(x)));

export const ndtr: Reference = { value: (x) => distribution(x!), derivatives: [(x) => density(x!)], seconds: [[(x) => slope(x!)]] };
