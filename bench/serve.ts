/** The library's side of `Contender`: does rows, and reads the CPU time of its own process. */
import type { Row } from "./work.js";

/** One way to do a row's work with a library. */
export interface Way {
  /** Does the work once and lets go of what it made. */
  run(): void | Promise<void>;
  /** Does it once and reads what came out. Asked once, before any timing. */
  result(): Float32Array | Promise<Float32Array>;
}
export type Ways = Readonly<Record<string, Way>>;
/** A library has no way to do a row whose work it does not know. */
export type Rows = Readonly<Record<Row, (() => Ways) | null>>;

/** Answers a `Contender`'s questions, in the process of the library. */
export function serve(rows: Rows): void {
  let ways: Ways = {};
  const answers: Readonly<Record<string, (x: string, repeats: number) => unknown>> = {
    prepare: (row) => Object.keys((ways = rows[row as Row]?.() ?? {})),
    result: (way) => ways[way]!.result(),
    sample: (way, repeats) => sample(ways[way]!, repeats),
  };
  process.on("message", async ([question, ...about]: [string, string, number]) => {
    try {
      process.send!({ answer: await answers[question]!(...about) });
    } catch (e) {
      process.send!({ error: e instanceof Error ? e.message : String(e) });
    }
  });
}

async function sample({ run }: Way, repeats: number): Promise<number> {
  const start = process.cpuUsage();
  for (let i = 0; i < repeats; i++) {
    const pending = run();
    if (pending) await pending;
  }
  const { user, system } = process.cpuUsage(start);
  return (user + system) / repeats;
}
