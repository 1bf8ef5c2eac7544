/** What random words draw: orders, and places by weights, in double-double numbers. */
import { add, compare, type DD, dd, div, mul, neg } from "./dd.js";
import { log } from "./functions.js";
import { sort } from "./sort.js";

/** The places of words as signed integers in ascending order; equal ones keep theirs. */
export const randperm = (words: readonly number[]): number[] =>
  sort(
    words.map((word) => word | 0),
    { n: words.length, from: 0, count: words.length, descending: false },
  );

/** −log of (word + ½)·2⁻³², the word as a signed integer, and ½. */
const exponential = (word: number): DD => neg(log(dd(((word | 0) + 0.5) * 2 ** -32 + 0.5)));

/** Without replacement: when each place arrives, and the places in that order. */
export function race(words: readonly number[], weights: readonly number[]): { times: DD[]; order: number[] } {
  const times = weights.map((x, i) => (x === 0 ? dd(Infinity) : div(exponential(words[i]!), dd(x)))),
    order = [...weights.keys()].sort((a, b) => compare(times[a]!, times[b]!) || a - b);
  return { times, order };
}

/** With replacement: the running sums of the weights, and what a word is of the whole sum; it draws the first place whose running sum is above that. */
export function multinomial(word: number, weights: readonly number[]): { sums: DD[]; at: DD; place: number } {
  let total = dd(0);
  const sums = weights.map((x) => (total = add(total, dd(x)))),
    at = mul(dd(Math.floor(word / 2 ** 8) / 2 ** 24), total);
  return { sums, at, place: sums.findIndex((s) => compare(s, at) > 0) };
}
