/** Intervals that hold every value of a node, by exact arithmetic on the intervals of its inputs. */
import { numberIn } from "../tensor/create.js";
import { isWall, statement, type Tensor } from "../tensor/tensor.js";
import { memoised } from "./memo.js";

export type Interval = readonly [low: number, high: number];
export const ALL: Interval = [-Infinity, Infinity];

/** The least that every type of 32 bits holds in all digits. */
export const LEAST = 2 ** -126;
/** A low end, or 0 where a value may be 0 by rounding. */
export const atLeast = (low: number): number => (low < LEAST ? 0 : low);

/** What is known of a node's values; everything, of a leaf or where no form looks. */
export const rangeOf: (t: Tensor) => Interval = /* @__PURE__ */ memoised((t, range) => {
  const n = numberIn(t);
  if (n !== undefined) return [n, n];
  const from = statement(t);
  return isWall(t) || !from.op.range ? ALL : from.op.range(...from.inputs.map(range));
});

/** 1 where no value is negative, −1 where none is positive, else null. */
export function signOf(t: Tensor): 1 | -1 | null {
  const [low, high] = rangeOf(t);
  return low >= 0 ? 1 : high <= 0 ? -1 : null;
}

export const product = ([a, b]: Interval, [c, d]: Interval): Interval => {
  // 0·∞ is 0 here: an end that is not reached.
  const ends = [a * c, a * d, b * c, b * d].map((x) => (Number.isNaN(x) ? 0 : x));
  return [Math.min(...ends), Math.max(...ends)];
};
