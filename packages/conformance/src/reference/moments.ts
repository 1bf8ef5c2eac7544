/** Means, variances, and rows less their mean or over the root of their mean square, in double-double; with the sizes of what is added. */
import { add, type DD, dd, div, mul, sqrt, sub } from "./dd.js";
import { mean } from "./mean.js";

const total = (terms: readonly DD[]): DD => terms.reduce(add, dd(0));
/** Each element less the mean of all. */
export function centred(row: readonly number[]): DD[] {
  const m = mean(row).value;
  return row.map((x) => sub(dd(x), m));
}
/** Σ (x − mean)² / (n − correction): of less than nothing, over nothing. */
export function variance(row: readonly number[], correction: number): DD {
  return div(total(centred(row).map((d) => mul(d, d))), dd(Math.max(0, row.length - correction)));
}
export const std = (row: readonly number[], correction: number): DD => sqrt(variance(row, correction));
/** (x − mean)/√(variance + eps). */
export function standardise(row: readonly number[], eps: number, correction = 0): DD[] {
  const s = sqrt(add(variance(row, correction), dd(eps)));
  return centred(row).map((d) => div(d, s));
}
/** x/√(mean of squares + eps). */
export function rootNormalise(row: readonly number[], eps: number): DD[] {
  const s = sqrt(add(div(total(row.map((x) => mul(dd(x), dd(x)))), dd(row.length)), dd(eps)));
  return row.map((x) => div(dd(x), s));
}
/** The gradient of `standardise` (or, about 0, of `rootNormalise`) from that of its result: (g − mean g − y·mean(g·y))/s. */
export function normalisedGradient(row: readonly number[], g: readonly number[], eps: number, about0 = false): DD[] {
  const y = about0 ? rootNormalise(row, eps) : standardise(row, eps),
    n = dd(row.length),
    share = div(total(y.map((v, i) => mul(v, dd(g[i]!)))), n),
    base = about0 ? g.map(dd) : centred(g),
    s = about0 ? sqrt(add(div(total(row.map((x) => mul(dd(x), dd(x)))), n), dd(eps))) : sqrt(add(variance(row, 0), dd(eps)));
  return base.map((d, i) => div(sub(d, mul(y[i]!, share)), s));
}
