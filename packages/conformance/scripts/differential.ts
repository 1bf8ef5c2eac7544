/**
 * Compares many random expressions with the stabiliser on, off and in exact arithmetic: `differential.ts [count] [first seed] [--verbose] [--record]`. With `--record` it goes on
 * where the record of this commit ends, and writes what it found there after every chunk. It is quickest with `node --single-threaded`.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type * as differential from "../src/differential/compare.js";
import type { Judged } from "../src/differential/compare.js";
import type * as expression from "../src/differential/expression.js";
import { bundled } from "../test/bundled.js";

const { compare, minimal, RESTATED, depth, parts, fresh } = bundled<typeof differential & typeof expression & { fresh(): void }>(`
  import { setDefaultDevice } from "@evenkeel/core";
  import { cpu } from "@evenkeel/cpu";
  export * from "../src/differential/compare.js";
  export * from "../src/differential/expression.js";
  export const fresh = () => setDefaultDevice(cpu());
`);
const [count = 1000, first = 1] = process.argv
    .slice(2)
    .filter((x) => !x.startsWith("--"))
    .map(Number),
  verbose = process.argv.includes("--verbose"),
  record = process.argv.includes("--record"),
  RECORD = fileURLToPath(new URL("../results/differential/expressions.json", import.meta.url)),
  CHUNK = 1000,
  /** Of one in so many that are right it is seen whether they are so without the stabiliser: that takes as long again. */
  WONDERING = 8;
const lost = new Map<string, number>(),
  ops = new Map<string, number>(),
  depths = new Map<number, number>(),
  reasons = new Map<string, number>();
const counted = <K>(map: Map<K, number>, key: K): void => void map.set(key, (map.get(key) ?? 0) + 1);
const shown = <K>(map: Map<K, number>, by: (a: [K, number], b: [K, number]) => number): string =>
  [...map]
    .sort(by)
    .map(([key, n]) => `${String(key)} ${n}`)
    .join(", ");

const git = (...args: string[]): string => execFileSync("git", args, { encoding: "utf8", cwd: fileURLToPath(new URL(".", import.meta.url)) }).trim();
const all = record && existsSync(RECORD) ? (JSON.parse(readFileSync(RECORD, "utf8")) as Judged[]) : [];
if (record && git("status", "--porcelain", "--", ":(top,glob)packages/*/src/**"))
  throw new Error("The sources differ from the commit, by which what is recorded goes. Commit them.");
const commit = record ? git("log", "-1", "--format=%h", "--", ":(top,glob)packages/*/src/**") : "";
let judged = all.find((r) => r.commit === commit && r.first === first);
if (!judged)
  all.push((judged = { commit, first, count: 0, restated: 0, right: 0, asked: 0, rescued: 0, lost: 0, outside: 0, unknown: 0, worse: [] }));
const found = judged,
  from = first + found.count;

for (let seed = from; seed < first + count; seed++) {
  if ((seed - from) % 500 === 0) fresh();
  const asked = seed % WONDERING === 0,
    { text, verdict, expression, reasons: why } = compare(seed, undefined, asked);
  found.count++;
  if (why.length) found.restated++;
  for (const x of parts(expression)) if (x.of.length) counted(ops, x.name);
  counted(depths, depth(expression));
  for (const reason of why) counted(reasons, reason);
  if (verdict === "right" || verdict === "rescued") {
    found.right++;
    if (asked) found.asked++;
    if (asked && verdict === "rescued") found.rescued++;
  } else if (verdict === "worse") {
    const smallest = minimal(seed);
    found.worse.push({ seed, smallest });
    console.log(`${text}\n  smallest: ${smallest}`);
  } else found[verdict]++;
  if (verdict === "lost") for (const name of new Set(parts(expression).flatMap((x) => (x.of.length ? [x.name] : [])))) counted(lost, name);
  if (verbose && verdict === "lost") console.log(`lost as without: ${text}\n  smallest: ${minimal(seed, "lost")}`);
  if (found.count % CHUNK && seed < first + count - 1) continue;
  // Code that is no longer used is let go between tasks.
  await new Promise((resolve) => setImmediate(resolve));
  if (record) writeFileSync(RECORD, `${JSON.stringify(all, undefined, 2)}\n`);
  if (found.count % 5000 === 0) console.log(`${found.count} expressions, ${found.worse.length} worse`);
}
console.log(`ops: ${shown(ops, (a, b) => b[1] - a[1])}`);
console.log(`depth: ${shown(depths, (a, b) => a[0] - b[0])}`);
console.log("restated, expressions:");
for (const [why, n] of [...reasons].sort((a, b) => b[1] - a[1])) console.log(`  ${n} ${why}`);
console.log(`lost as without, expressions: ${shown(lost, (a, b) => b[1] - a[1])}`);
const percent = (x: number): string => `${(100 * x).toFixed(1)} %`,
  total = found.right + found.lost + found.worse.length;
console.log(
  `${found.count} random expressions from seed ${first}, ${percent(found.restated / found.count)} of them restated: ${found.worse.length} worse with the stabiliser, ${found.right} right (of ${found.asked} of which it was asked, ${found.rescued} are not without), ${found.lost} lost as without (${percent(found.right / total)} of those judged are right), ${found.outside} outside float32, ${found.unknown} not judged`,
);
if (found.restated < RESTATED * found.count) console.log(`Less than ${percent(RESTATED)} are restated.`);
process.exitCode = found.worse.length || found.restated < RESTATED * found.count ? 1 : 0;
