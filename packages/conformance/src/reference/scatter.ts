/** base, with source[o, j, i] written at [o, index[o, j, i], i], in the order of j: the last stays. Outside, nothing is written. */
import type { Extent } from "./gather.js";

export function scatter(
  base: ArrayLike<number> | null,
  index: ArrayLike<number>,
  source: ArrayLike<number>,
  [outer, count, inner]: Extent,
  size: number,
): number[] {
  const out = Array.from({ length: outer * size * inner }, (_, at) => (base ? base[at]! : 0));
  for (let o = 0; o < outer; o++)
    for (let j = 0; j < count; j++)
      for (let i = 0; i < inner; i++) {
        const from = (o * count + j) * inner + i,
          at = index[from]!;
        if (at >= 0 && at < size) out[(o * size + at) * inner + i] = source[from]!;
      }
  return out;
}
