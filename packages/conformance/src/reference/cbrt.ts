/** ∛x, derivatives ∛x/(3x) and −2·∛x/(9x²), infinite at both zeros: the second with the sign that is opposite to the zero's. */
import { type DD, dd, div, mul } from "./dd.js";
import { cbrt as of } from "./powers.js";
import type { Reference } from "./reference.js";

const slope = (x: number): DD => {
  if (!Number.isFinite(x) || x === 0) return dd(x === 0 ? Infinity : 1 / Math.abs(x));
  return div(div(of(dd(x)), dd(3)), dd(x));
};
const second = (x: number): DD => (!Number.isFinite(x) || x === 0 ? dd(-1 / x) : div(div(mul(dd(-2), slope(x)), dd(3)), dd(x)));
export const cbrt: Reference = { value: (x) => of(dd(x!)), derivatives: [(x) => slope(x!)], seconds: [[(x) => second(x!)]] };
