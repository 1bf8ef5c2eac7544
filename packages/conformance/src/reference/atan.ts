/** atan x, derivatives 1/(1 + x²) and −2x/(1 + x²)², which go to 0. */
import { atan as of } from "./angles.js";
import { add, type DD, dd, div, mul, scale, twoProd } from "./dd.js";
import type { Reference } from "./reference.js";

/** From here on 1 is nothing beside x², which may overflow. */
const FAR = 2 ** 200;
const slope = (x: number): DD => (Math.abs(x) > FAR ? mul(div(dd(1), dd(x)), div(dd(1), dd(x))) : div(dd(1), add(dd(1), twoProd(x, x))));
const second = (x: number): DD => (Math.abs(x) === Infinity ? dd(-1 / x) : scale(mul(mul(slope(x), slope(x)), dd(-x)), 1));
export const atan: Reference = { value: (x) => of(dd(x!)), derivatives: [(x) => slope(x!)], seconds: [[(x) => second(x!)]] };
