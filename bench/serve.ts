/** The library's side of `Contender`: does rows, and reads the CPU time of its own process. */
import type { FunctionName, Row } from "./work.js";

/** One way to do a row's work with a library. */
export interface Way {
  /** Does the work once and lets go of what it made. */
  run(): void | Promise<void>;
  /** Does it once and reads what came out. Asked once, before any timing. */
  result(): Float32Array | Promise<Float32Array>;
}
export type Ways = Readonly<Record<string, Way>>;
type Maker = (...inputs: Float32Array[]) => Ways | Promise<Ways>;
/** A library has no way to do a row whose work it does not know. */
export type Rows = Readonly<Record<Row, Maker | null>>;

/** The rows of functions, made in one manner of those that the library has. */
export const rowsOf = <F>(functions: Readonly<Record<FunctionName, F | null>>, make: (f: F) => Maker): Record<FunctionName, Maker | null> =>
  Object.fromEntries(Object.entries(functions).map(([name, f]) => [name, f && make(f as F)])) as Record<FunctionName, Maker | null>;

/** Answers a `Contender`'s questions, if this is the process of the library. Inputs come as views of one message, and are made arrays of their own. */
export function serve(rows: Rows): void {
  if (!process.send) return;
  let ways: Ways = {};
  const answers = {
    prepare: async (row: Row, inputs: readonly Float32Array[]) => Object.keys((ways = (await rows[row]?.(...inputs.map((x) => x.slice()))) ?? {})),
    result: (way: string) => ways[way]!.result(),
    sample: (way: string, repeats: number) => sample(ways[way]!, repeats),
  };
  process.on("message", async ([question, ...about]: [keyof typeof answers, never, never]) => {
    try {
      process.send!({ answer: await answers[question](...about) });
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
