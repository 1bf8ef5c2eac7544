/** Compares many random expressions with the stabiliser on, off and in exact arithmetic: `differential.ts [count] [first seed] [--verbose]`. */
import { setDefaultDevice } from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { compare, minimal, RESTATED, type Verdict } from "../src/differential/compare.js";
import { depth, parts } from "../src/differential/expression.js";

const [count = 1000, first = 1] = process.argv
    .slice(2)
    .filter((x) => !x.startsWith("--"))
    .map(Number),
  verbose = process.argv.includes("--verbose");
let fired = 0;
const found: Record<Verdict, number> = { unknown: 0, outside: 0, right: 0, rescued: 0, lost: 0, worse: 0 },
  lost = new Map<string, number>(),
  ops = new Map<string, number>(),
  depths = new Map<number, number>(),
  reasons = new Map<string, number>();
const counted = <K>(map: Map<K, number>, key: K, n = 1): void => void map.set(key, (map.get(key) ?? 0) + n);
const shown = <K>(map: Map<K, number>, by: (a: [K, number], b: [K, number]) => number): string =>
  [...map]
    .sort(by)
    .map(([key, n]) => `${String(key)} ${n}`)
    .join(", ");

for (let seed = first; seed < first + count; seed++) {
  if ((seed - first) % 500 === 0) setDefaultDevice(cpu());
  const { text, verdict, expression, reasons: why } = compare(seed);
  found[verdict]++;
  for (const x of parts(expression)) if (x.of.length) counted(ops, x.name);
  counted(depths, depth(expression));
  if (why.length) fired++;
  for (const reason of why) counted(reasons, reason);
  if ((seed - first + 1) % 5000 === 0) console.log(`${seed - first + 1} expressions, ${found.worse} worse`);
  if (verdict === "worse") console.log(`${text}\n  smallest: ${minimal(seed)}`);
  if (verdict === "lost") for (const name of new Set(parts(expression).flatMap((x) => (x.of.length ? [x.name] : [])))) counted(lost, name);
  if (verbose && verdict === "lost") console.log(`lost as without: ${text}\n  smallest: ${minimal(seed, "lost")}`);
}
console.log(`ops: ${shown(ops, (a, b) => b[1] - a[1])}`);
console.log(`depth: ${shown(depths, (a, b) => a[0] - b[0])}`);
console.log("restated, expressions:");
for (const [why, n] of [...reasons].sort((a, b) => b[1] - a[1])) console.log(`  ${n} ${why}`);
console.log(`lost as without, expressions: ${shown(lost, (a, b) => b[1] - a[1])}`);
const right = found.right + found.rescued,
  judged = right + found.lost + found.worse,
  percent = (x: number): string => `${(100 * x).toFixed(1)} %`;
console.log(
  `${count} random expressions from seed ${first}, ${percent(fired / count)} of them restated: ${found.worse} worse with the stabiliser, ${found.rescued} rescued, ${found.right} right as they are written, ${found.lost} lost as without (${percent(right / judged)} of those judged are right), ${found.outside} outside float32, ${found.unknown} not judged`,
);
if (fired < RESTATED * count) console.log(`Less than ${percent(RESTATED)} are restated.`);
process.exitCode = found.worse || fired < RESTATED * count ? 1 : 0;
