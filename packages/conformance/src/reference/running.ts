/** The places of the running extremes along the middle of [outer, n, inner]: the last of equal ones, and of the NaNs once there is one. */
import type { Extent } from "./gather.js";

export function running(x: ArrayLike<number>, [outer, n, inner]: Extent, sign: 1 | -1): number[] {
  const out = new Array<number>(outer * n * inner);
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let best = 0;
      for (let j = 0; j < n; j++) {
        const [now, before] = [x[(o * n + j) * inner + i]!, x[(o * n + best) * inner + i]!];
        if (now !== now || (before === before && sign * now >= sign * before)) best = j;
        out[(o * n + j) * inner + i] = best;
      }
    }
  return out;
}
