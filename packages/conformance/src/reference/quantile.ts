/** What a share q of numbers is below, between those beside the rank q·(n − 1). */
import { add, type DD, dd, mul, sub } from "./dd.js";

export type Way = "linear" | "lower" | "higher" | "midpoint" | "nearest";
export function quantile(row: readonly number[], q: number, way: Way): DD {
  const sorted = row.filter((x) => x === x).sort((a, b) => a - b);
  if (!sorted.length) return dd(NaN);
  const rank = q * (sorted.length - 1),
    [below, above] = [sorted[Math.floor(rank)]!, sorted[Math.ceil(rank)]!],
    half = rank - Math.floor(rank) === 0.5,
    near = half ? 2 * Math.round(rank / 2) : Math.round(rank);
  const between = (t: number): DD => (below === above ? dd(below) : add(dd(below), mul(dd(t), sub(dd(above), dd(below)))));
  return {
    linear: () => between(rank - Math.floor(rank)),
    lower: () => dd(below),
    higher: () => dd(above),
    midpoint: () => between(0.5),
    nearest: () => dd(sorted[near]!),
  }[way]();
}
