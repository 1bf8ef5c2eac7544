/** Σ over all letters of products of elements, each place of the target a sum: any contraction, and its gradient, which is one too. */
import { type DD, dd, mul } from "./dd.js";
import { type Sum, sum } from "./sum.js";

/** A letter for each dimension of row-major values; the same letter twice looks at the diagonal. */
export interface Factor {
  readonly letters: string;
  readonly values: ArrayLike<number>;
}
export type Sizes = Readonly<Record<string, number>>;

const count = (letters: readonly string[], sizes: Sizes): number => letters.reduce((n, x) => n * sizes[x]!, 1);

/** What a place off the diagonal of the target gets is nothing. */
export function einsum(target: string, factors: readonly Factor[], sizes: Sizes): Sum[] {
  const letters = [...new Set([target, ...factors.map((f) => f.letters)].join(""))],
    place = (of: string, at: Readonly<Record<string, number>>): number => [...of].reduce((n, x) => n * sizes[x]! + at[x]!, 0),
    terms: DD[][] = Array.from({ length: count([...target], sizes) }, () => []);
  for (let i = 0, n = count(letters, sizes); i < n; i++) {
    const at: Record<string, number> = {};
    let rest = i;
    for (const x of letters) {
      at[x] = rest % sizes[x]!;
      rest = Math.floor(rest / sizes[x]!);
    }
    terms[place(target, at)]!.push(factors.reduce((p, f) => mul(p, dd(f.values[place(f.letters, at)]!)), dd(1)));
  }
  return terms.map((each) => sum(each));
}
