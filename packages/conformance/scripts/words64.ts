/**
 * Measures the CPU's words at float64 degree, in ulp of float64, on about twelve million inputs each:
 *   node --import tsx --conditions @evenkeel/source packages/conformance/scripts/words64.ts [count] [word]
 */
import { FORMATS, hex } from "../src/ulp.js";
import { inputsOf, measure } from "../test/wordErrors64.js";
import { BOUND, judged } from "../test/words64.js";

const count = Number(process.argv[2] ?? 12_000_000);

console.log("| word | bound, ulp | worst, ulp | at | wrongly rounded | inputs |\n| --- | --- | --- | --- | --- | --- |");
for (const [name, word] of Object.entries(judged)) {
  if (process.argv[3] && process.argv[3] !== name) continue;
  const inputs = inputsOf(word, count, 20_261_126);
  const { ulps, at, wrong } = measure(word, inputs);
  const share = `${((100 * wrong) / inputs.length).toFixed(3)} %`;
  console.log(`| ${name} | ${BOUND} | ${ulps.toFixed(4)} | ${at} (${hex(at, FORMATS.float64)}) | ${share} | ${inputs.length.toLocaleString("en")} |`);
  if (!(ulps <= BOUND)) process.exitCode = 1;
}
