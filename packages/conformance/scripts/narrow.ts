/**
 * Measures unary ops in narrow arithmetic on about sixteen million stratified inputs each, and writes results/narrow/<op>.json: as written, with
 * subnormals flushed, and compiled with -ffast-math. What is not finite is left out: a row's special values answer it. Needs a C compiler.
 *   node --import tsx --conditions @evenkeel/source packages/conformance/scripts/narrow.ts [op …] [--count n]
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Facts, isDirect } from "@evenkeel/core";
import { stratified } from "../src/cases.js";
import { fast } from "../src/fast.js";
import { measure } from "../src/narrow/index.js";
import { facts, references } from "../src/suite.js";
import { hex32 } from "../src/ulp.js";
import { compiled, WAYS } from "../test/compiled.js";

const { values, positionals } = parseArgs({ options: { count: { type: "string", default: "16000000" } }, allowPositionals: true });
const unary = facts.filter((f) => f.arity === 1 && f.bound.narrow.ulp > 0),
  unknown = positionals.find((name) => !unary.some((f) => f.name === name));
if (unknown !== undefined) throw new RangeError(`narrow: ${unknown} is no unary op with a bound. Those are ${unary.map((f) => f.name).join(", ")}.`);
const inside = ({ hard, domain }: Facts, count: number): Float32Array =>
  stratified(count, 20_261_127, hard).filter((v) => Number.isFinite(v) && v >= domain[0] && v <= domain[1]);
const folder = new URL("../results/narrow/", import.meta.url);
mkdirSync(folder, { recursive: true });

console.log("| op | way | worst, ulp | at | inputs |\n| --- | --- | --- | --- | --- |");
for (const f of unary.filter(({ name }) => !positionals.length || positionals.includes(name))) {
  let count = Number(values.count),
    x = inside(f, count);
  // Half of all numbers may lie outside the domain.
  while (x.length < Number(values.count)) x = inside(f, (count *= 2));
  const found = Object.fromEntries(
    (Object.keys(WAYS) as (keyof typeof WAYS)[]).map((way) => {
      const got = compiled(f.body, [x], way);
      let i = 0;
      const { normal, subnormal } = measure(() => got[i++]!, references[f.name as keyof typeof references].value, [x], fast[f.name]);
      // What arithmetic flushes of the result is no distance; a body on scaled numbers rounds by bits, and flushes nothing.
      const flushed = way !== "kept" && isDirect(f.body),
        worst = !flushed && subnormal.ulps > normal.ulps ? subnormal : normal;
      console.log(`| ${f.name} | ${way} | ${worst.ulps.toFixed(4)} | ${hex32(worst.at[0]!)} | ${x.length.toLocaleString("en")} |`);
      if (!(worst.ulps <= f.bound.narrow.ulp)) process.exitCode = 1;
      return [way, { ulps: worst.ulps, at: hex32(worst.at[0]!) }];
    }),
  );
  const commit = execFileSync("git", ["rev-parse", "--short=12", "HEAD"], { encoding: "utf8" }).trim(),
    record = { op: f.name, date: new Date().toISOString().slice(0, 10), commit, count: x.length, ...found };
  writeFileSync(new URL(`${f.name}.json`, folder), `${JSON.stringify(record, null, 2)}\n`);
}
