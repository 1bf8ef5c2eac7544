/** What a library costs before its first number: CPU milliseconds to import it, and until it has added two arrays of ten, in fresh processes. */
import { execFileSync } from "node:child_process";
import { pathToFileURL } from "node:url";
import { bundle } from "./bundle.js";
import type { Library } from "./contender.js";
import { type Timing, timingOf } from "./measure.js";

export interface Start {
  readonly imported: Timing;
  readonly firstResult: Timing;
}

const ARRAYS = "new Float32Array(10).fill(1), new Float32Array(10).fill(2)";

/** evenkeel is bundled to one JavaScript file first; the others are as they were published. */
export function starts(rounds: number): Map<Library, Start> {
  const programs = new Map<Library, string>([
    ["evenkeel", program(`import("${pathToFileURL(bundle("evenkeel", "library")).href}")`, `library.add(${ARRAYS}).dataSync()`)],
    [
      "tfjs",
      program(
        'import("@tensorflow/tfjs-core").then(async (tf) => (await import("@tensorflow/tfjs-backend-wasm"), tf))',
        `(await library.setBackend("wasm"), library.add(${ARRAYS}).dataSync())`,
      ),
    ],
    ["jax-js", program('import("@jax-js/jax")', `library.numpy.add(...[${ARRAYS}].map((x) => library.numpy.array(x))).dataSync()`)],
  ]);
  const samples = new Map([...programs.keys()].map((name) => [name, [] as [number, number][]]));
  for (let round = 0; round < rounds; round++) for (const [name, code] of programs) samples.get(name)!.push(run(code));
  return new Map([...samples].map(([name, s]) => [name, { imported: timingOf(s.map(([a]) => a)), firstResult: timingOf(s.map(([, b]) => b)) }]));
}

const program = (library: string, sum: string): string => `
  const spent = () => { const { user, system } = process.cpuUsage(before); return (user + system) / 1000; };
  const before = process.cpuUsage(), library = await ${library}, imported = spent(), result = ${sum};
  if (result[9] !== 3) throw new Error("the sum is " + result[9]);
  console.log(JSON.stringify([imported, spent()]));`;

const run = (code: string): [number, number] =>
  JSON.parse(execFileSync(process.execPath, ["--input-type=module", "--eval", code], { cwd: import.meta.dirname, encoding: "utf8" })) as [
    number,
    number,
  ];
