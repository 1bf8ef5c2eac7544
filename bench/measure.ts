/**
 * Timing. Each library has a process of its own for each row, so that none collects another's garbage and no row depends on what was compiled for
 * the ones before it; the rounds go from one library to the next, so that all see the same machine. A figure is CPU time of the whole process: what
 * else the machine does lengthens it, but less than it does wall time.
 */
import type { Contender } from "./contender.js";

/** Microseconds of CPU time for doing the work once. */
export interface Timing {
  readonly best: number;
  readonly median: number;
}

/** CPU time of a sample, and of the warm-up before the first. */
const SAMPLE = 20_000,
  WARM_UP = 500_000;

/** Times all of `entries` in turn, `rounds` times over. */
export async function interleave(entries: readonly { contender: Contender; way: string }[], rounds: number): Promise<Timing[]> {
  const repeats: number[] = [],
    samples: number[][] = entries.map(() => []);
  for (const { contender, way } of entries) {
    let count = 1,
      each = 0;
    for (let spent = 0; spent < WARM_UP; spent += each * count, count = countFor(each)) each = await contender.sample(way, count);
    repeats.push(count);
  }
  for (let round = 0; round < rounds; round++)
    for (const [i, { contender, way }] of entries.entries()) samples[i]!.push(await contender.sample(way, repeats[i]!));
  return samples.map(timingOf);
}

/** A clock that stood still counts as a microsecond. */
const countFor = (each: number): number => Math.ceil(SAMPLE / Math.max(each, 1));

export function timingOf(samples: readonly number[]): Timing {
  const sorted = [...samples].sort((a, b) => a - b);
  return { best: sorted[0]!, median: sorted[sorted.length >> 1]! };
}
