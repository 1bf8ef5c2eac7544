/** What a comparison found. */
import type { Worst } from "./accuracy.js";
import type { Library } from "./contender.js";
import type { Start } from "./imports.js";
import type { Timing } from "./measure.js";
import type { Row } from "./work.js";

/** What one way of one library did on one row. */
export interface Entry {
  readonly row: Row;
  readonly library: Library;
  readonly way: string;
  /** Why there is no time, or null. */
  readonly failure: string | null;
  readonly timing: Timing | null;
  /** Over the inputs that are timed. */
  readonly ulps: number | null;
  /** Over all of float32. */
  readonly domain: Worst | null;
  readonly losses: readonly number[] | null;
}
export interface Results {
  readonly date: string;
  readonly machine: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly rounds: number;
  readonly entries: readonly Entry[];
  readonly starts: Readonly<Partial<Record<Library, Start>>>;
}

/** The quickest of a library's ways whose result was right. */
export function quickest({ entries }: Results, row: Row, library: Library): Entry | undefined {
  return entries.filter((e) => e.row === row && e.library === library && e.timing).sort((a, b) => a.timing!.best - b.timing!.best)[0];
}

