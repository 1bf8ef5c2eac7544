/** Points of a row: the same for the same row, count and machine. */
import { random } from "../cases.js";
import type { Leaf, Row } from "./row.js";

/** The elements of each leaf. */
export type Point = readonly (readonly number[])[];
/** Where exponentials, logistic functions, tanh, squares and 1 + x change in float32. */
const THRESHOLDS = [88.7228, 87.34, 103.97, 44.36, 16.636, 9, 1, 0.6931472, 0.5, 6e-8, 3e-8, 1e-3, 1.845e19, 2.65e-23].flatMap((x) => [x, -x]);
/** The smallest distance that is drawn around a number, relative to the greatest. */
const NEAREST = 1e-10;

export const given = (row: Row, point: Row["fails"][number]): Point =>
  row.leaves.map((_, i) => {
    const x = point[i]!;
    return (typeof x === "number" ? [x] : x).map(Math.fround);
  });

export function pointsOf(row: Row, count: number): Point[] {
  const next = random([...row.id].reduce((h, c) => (h * 31 + c.charCodeAt(0)) >>> 0, 7)),
    unit = (): number => next() / 2 ** 32,
    below = (n: number): number => next() % n;
  const inside = (x: number, { from, to }: Leaf): number => Math.fround(Math.min(Math.max(x, from), to));
  const logarithmic = (low: number, high: number): number => low * (high / low) ** unit();
  const drawn = (leaf: Leaf): number => {
    const { from, to, around } = leaf;
    if (below(8) === 0) {
      const near = THRESHOLDS.filter((x) => x >= from && x <= to);
      if (near.length) return inside(near[below(near.length)]! * (1 + 0.02 * (unit() - 0.5)), leaf);
    }
    if (around === undefined || below(6) === 0) return inside(from + (to - from) * unit(), leaf);
    const sides = [to > around ? 1 : 0, from < around ? -1 : 0].filter(Boolean),
      side = sides[below(sides.length)]!,
      high = side > 0 ? to - around : around - from,
      low = side > 0 ? Math.max(from - around, high * NEAREST) : Math.max(around - to, high * NEAREST);
    return inside(around + side * logarithmic(low, high), leaf);
  };
  /** Beside another one: what cancels. */
  const beside = (x: number, leaf: Leaf): number => inside(x + (unit() - 0.5) * Math.max(Math.abs(x), 1e-3) * logarithmic(1e-7, 1), leaf);
  return Array.from({ length: count }, () => {
    const close = below(4) === 0,
      same = below(4) === 0;
    let last: number | undefined;
    return row.leaves.map((leaf) => {
      const n = (leaf.shape ?? []).reduce((a, b) => a * b, 1),
        first = same && last !== undefined && last >= leaf.from && last <= leaf.to ? beside(last, leaf) : drawn(leaf);
      last = first;
      return Array.from({ length: n }, (_, i) => (i === 0 ? first : close ? beside(first, leaf) : drawn(leaf)));
    });
  });
}
