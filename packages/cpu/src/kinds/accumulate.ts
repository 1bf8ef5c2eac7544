/**
 * How sums are kept in lanes of float64: plainly for float32 and int32 terms, which are short of digits; for float64 terms with what every addition
 * lost beside them (Neumaier 1974, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen").
 */
import { V128, d2, f64, get, i32, set, v, type Code, type Fn } from "../emit/index.js";
import { FLAG } from "./launch.js";

/** Vectors of sums, and of what they lost. */
export interface Sums {
  readonly sums: readonly number[];
  readonly lost: readonly number[] | null;
}
export const sumsOf = (f: Fn, count: number, compensated: boolean): Sums => ({
  sums: f.localsOf(V128, count),
  lost: compensated ? f.localsOf(V128, count) : null,
});
export const cleared = ({ sums, lost }: Sums): Code => [...sums, ...(lost ?? [])].map((s) => set(s, d2.const(0)));

/** Adds x, a vector, to the j-th sum. */
export function accumulate(f: Fn, { sums, lost }: Sums, j: number, x: Code): Code {
  const s = get(sums[j]!);
  if (!lost) return set(sums[j]!, d2.add(s, x));
  const [keep, total] = [f.local(V128), f.local(V128)];
  const [term, sum] = [get(keep), get(total)];
  // What an addition loses, exactly: the larger of the two less the sum, and the smaller.
  const less = v.bitselect(d2.add(d2.sub(s, sum), term), d2.add(d2.sub(term, sum), s), d2.le(d2.abs(term), d2.abs(s)));
  return [set(keep, x), set(total, d2.add(s, term)), set(lost[j]!, d2.add(get(lost[j]!), less)), set(sums[j]!, sum)];
}

/** Adds the k-th sum, or a view of its lanes, to the j-th. */
export const join = (f: Fn, all: Sums, j: number, k: number, lanes: (x: Code) => Code = (x) => x): Code => [
  all.lost ? set(all.lost[j]!, d2.add(get(all.lost[j]!), lanes(get(all.lost[k]!)))) : [],
  accumulate(f, all, j, lanes(get(all.sums[k]!))),
];

/** The sums with what they lost; without it where that is infinite or no number, because a sum is. */
export const settled = ({ sums, lost }: Sums): Code[] =>
  sums.map((s, j) => {
    const c = lost?.[j];
    return c === undefined ? get(s) : v.bitselect(d2.add(get(s), get(c)), get(s), d2.lt(d2.abs(get(c)), d2.const(Infinity)));
  });

/** Sets the flag of the kernel's block where a total is no int32. */
export const flagged = (condition: Code): Code => [condition, 0x04, 0x40, i32.store(get(0), i32.const(1), FLAG), 0x0b];
export const beyondInt32 = (total: number): Code => i32.or(f64.lt(f64.const(2 ** 31 - 1), get(total)), f64.lt(get(total), f64.const(-(2 ** 31))));
