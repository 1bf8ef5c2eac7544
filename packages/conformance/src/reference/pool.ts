/**
 * What windows see of a row-major array: the elements at from[p] + step·k, k below count[p], along each dimension. Their sum over the product of divisors,
 * and where the greatest is: the first of equal ones, the last of NaNs.
 */
import { dd, div } from "./dd.js";
import { type Sum, sum } from "./sum.js";

export interface Along {
  readonly from: readonly number[];
  readonly count: readonly number[];
  readonly step: number;
  readonly divisors: readonly number[];
}

const count = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const all = (lists: readonly (readonly number[])[]): number[][] =>
  lists.reduce<number[][]>((out, list) => out.flatMap((index) => list.map((i) => [...index, i])), [[]]);

/** The places that each window sees, in row-major order, and its divisor. */
function seen(size: readonly number[], windows: readonly Along[]): { places: number[]; divisor: number }[] {
  return all(windows.map(({ from }) => count(from.length))).map((p) => ({
    places: all(windows.map(({ from, count: n, step }, d) => count(n[p[d]!]!).map((k) => from[p[d]!]! + step * k))).map((index) =>
      index.reduce((at, i, d) => at * size[d]! + i, 0),
    ),
    divisor: windows.reduce((n, { divisors }, d) => n * divisors[p[d]!]!, 1),
  }));
}

export const windowSums = (x: ArrayLike<number>, size: readonly number[], windows: readonly Along[]): Sum[] =>
  seen(size, windows).map(({ places, divisor }) => {
    const { value, magnitude } = sum(places.map((at) => x[at]!));
    return { value: div(value, dd(divisor)), magnitude: magnitude / Math.abs(divisor) };
  });

export const windowPlaces = (x: ArrayLike<number>, size: readonly number[], windows: readonly Along[]): number[] =>
  seen(size, windows).map(({ places }) => places.reduce((best, at) => (x[at]! > x[best]! || Number.isNaN(x[at]!) ? at : best)));
