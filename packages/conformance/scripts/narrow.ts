/**
 * Measures the swept ops in narrow arithmetic on about four million stratified inputs each, with subnormals kept and flushed:
 *   node --import tsx --conditions @evenkeel/source packages/conformance/scripts/narrow.ts [count]
 */
import { stratified } from "../src/cases.js";
import { fast } from "../src/fast.js";
import { facts, references } from "../src/suite.js";
import { measure, narrow, type Worst } from "../src/narrow/index.js";
import { hex32 } from "../src/ulp.js";

const count = Number(process.argv[2] ?? 4_000_000);
const show = ({ ulps, at }: Worst): string => `${ulps.toFixed(4)} | ${at.map(hex32).join()}`;

console.log("| op | subnormals | worst, ulp | at | worst of subnormal results, ulp | at | inputs |\n| --- | --- | --- | --- | --- | --- | --- |");
for (const name of ["exp", "expm1", "log", "log1p", "sigmoid", "softplus"]) {
  const f = facts.find((each) => each.name === name)!;
  const inputs = [stratified(count, 20_261_122, f.hard)];
  for (const flush of [false, true]) {
    const m = measure(narrow(f.body, { flush }), references[name as keyof typeof references].value, inputs, fast[name]);
    console.log(`| ${name} | ${flush ? "flushed" : "kept"} | ${show(m.normal)} | ${show(m.subnormal)} | ${m.count.toLocaleString("en")} |`);
    if (!(Math.max(m.normal.ulps, m.subnormal.ulps) <= f.bound.narrow.ulp)) process.exitCode = 1;
  }
}
