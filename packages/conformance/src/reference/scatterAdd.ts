/** base, plus source[o, j, i] at [o, index[o, j, i], i]: base and output are [outer, size, inner]. Outside, nothing is added. */
import type { Extent } from "./gather.js";
import { type Sum, sum } from "./sum.js";

export function scatterAdd(
  base: ArrayLike<number> | null,
  index: ArrayLike<number>,
  source: ArrayLike<number>,
  [outer, count, inner]: Extent,
  size: number,
): Sum[] {
  const terms: number[][] = Array.from({ length: outer * size * inner }, (_, at) => (base ? [base[at]!] : []));
  for (let o = 0; o < outer; o++)
    for (let j = 0; j < count; j++)
      for (let i = 0; i < inner; i++) {
        const from = (o * count + j) * inner + i,
          at = index[from]!;
        if (at >= 0 && at < size) terms[(o * size + at) * inner + i]!.push(source[from]!);
      }
  return terms.map(sum);
}
