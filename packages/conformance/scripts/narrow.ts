/**
 * Measures ops in narrow arithmetic on about sixteen million stratified inputs each, and writes results/narrow/<op>.json: as written, with subnormals
 * flushed, and compiled with -ffast-math. What is not finite is left out: a row's special values answer it. Needs a C compiler. Of fewer inputs nothing is written.
 *   node --import tsx --conditions @evenkeel/source packages/conformance/scripts/narrow.ts [op …] [--count n]
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Facts, isDirect } from "@evenkeel/core";
import { evaluator } from "../src/evaluate.js";
import { fast } from "../src/fast.js";
import { measure, type Measured } from "../src/narrow/index.js";
import { inputsOf } from "../src/run.js";
import { facts, references } from "../src/suite.js";
import { hex32 } from "../src/ulp.js";
import { compiled, WAYS } from "../test/compiled.js";

const WHOLE = 16_000_000,
  { values, positionals } = parseArgs({ options: { count: { type: "string", default: String(WHOLE) } }, allowPositionals: true });
const measured = facts.filter((f) => f.bound.narrow.ulp > 0),
  unknown = positionals.find((name) => !measured.some((f) => f.name === name));
if (unknown !== undefined) throw new RangeError(`narrow: ${unknown} is no op to measure. Those are ${measured.map((f) => f.name).join(", ")}.`);
const SEED = 20_261_127;
const inside = (f: Facts, count: number): Float32Array[] =>
  only(inputsOf(f, count, SEED), (v) => Number.isFinite(v) && v >= f.domain[0] && v <= f.domain[1]);
/** The inputs of which all operands fit. */
function only(x: readonly Float32Array[], fits: (v: number) => boolean): Float32Array[] {
  const kept = x.map((one) => new Float32Array(one.length));
  let n = 0;
  for (let i = 0; i < x[0]!.length; i++) {
    let all = true;
    for (const one of x) all &&= fits(one[i]!);
    if (!all) continue;
    for (let k = 0; k < x.length; k++) kept[k]![n] = x[k]![i]!;
    n++;
  }
  return kept.map((one) => one.subarray(0, n));
}
const bytes = (x: Float32Array): Buffer => Buffer.from(x.buffer, x.byteOffset, x.byteLength);
const isNormal = (v: number): boolean => v === 0 || Math.abs(v) >= 2 ** -126;
const folder = new URL("../results/narrow/", import.meta.url);
mkdirSync(folder, { recursive: true });

console.log("| op | way | worst, ulp | at | inputs |\n| --- | --- | --- | --- | --- |");
for (const f of measured.filter(({ name }) => !positionals.length || positionals.includes(name))) {
  let count = Number(values.count),
    x = inside(f, count);
  // Half of all numbers may lie outside the domain.
  while (x[0]!.length < Number(values.count)) x = inside(f, (count *= 2));
  const all = x,
    { of } = f.bound.narrow,
    against = { exact: references[f.name as keyof typeof references].value, fast: fast[f.name], size: of && evaluator(of, (v) => v) };
  let last: { readonly x: unknown; readonly got: Float32Array; readonly found: Measured } | null = null;
  const found = Object.fromEntries(
    (Object.keys(WAYS) as (keyof typeof WAYS)[]).map((way) => {
      // Where arithmetic flushes operands, only those are judged that it leaves alone; a body on scaled numbers works by bits, and flushes nothing.
      const flushed = way !== "kept" && isDirect(f.body),
        x = flushed && f.arity > 1 ? only(all, isNormal) : all,
        got = compiled(f.body, x, way);
      let i = 0;
      // The same bits of the same inputs are off by the same.
      if (last?.x !== x || Buffer.compare(bytes(got), bytes(last.got)) !== 0) last = { x, got, found: measure(() => got[i++]!, against, x) };
      const { normal, subnormal } = last.found,
        at = (w: { readonly at: readonly number[] }): string => w.at.map(hex32).join(", ");
      // What it flushes of the result is no distance.
      const worst = !flushed && subnormal.ulps > normal.ulps ? subnormal : normal;
      console.log(`| ${f.name} | ${way} | ${worst.ulps.toFixed(4)} | ${at(worst)} | ${x[0]!.length.toLocaleString("en")} |`);
      if (!(worst.ulps <= f.bound.narrow.ulp)) process.exitCode = 1;
      return [way, { ulps: worst.ulps, at: at(worst) }];
    }),
  );
  if (Number(values.count) < WHOLE) continue;
  const commit = execFileSync("git", ["rev-parse", "--short=12", "HEAD"], { encoding: "utf8" }).trim(),
    record = { op: f.name, date: new Date().toISOString().slice(0, 10), commit, count: x[0]!.length, ...found };
  writeFileSync(new URL(`${f.name}.json`, folder), `${JSON.stringify(record, null, 2)}\n`);
}
