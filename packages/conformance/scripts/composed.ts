/**
 * Judges rows of the catalogue that are put together at random: `composed.ts [count] [first seed] [--record]`. Each that is wrong is printed with as few changes
 * as it is wrong with. --record writes those of the seeds from 1 on that are known to be wrong. It is quickest with `node --single-threaded`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { setDefaultDevice } from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { compose, KNOWN, rightRows, smallestOf } from "../src/catalogue/composed.js";
import { EXPECTATIONS, type Expectations } from "../src/catalogue/expectations.js";
import { judge } from "../src/catalogue/judge.js";

const record = process.argv.includes("--record"),
  [count = 1000, first = 1] = process.argv
    .slice(2)
    .filter((x) => !x.startsWith("--"))
    .map(Number),
  rows = rightRows((JSON.parse(readFileSync(EXPECTATIONS, "utf8")) as Expectations).fails),
  verdicts = { right: 0, wrong: 0, outside: 0, unknown: 0 },
  wrong: Record<string, string> = {};
if (record && first !== 1) throw new Error("composed: what is recorded begins at seed 1. Leave the first seed out.");
for (let seed = first; seed < first + count; seed++) {
  if ((seed - first) % 250 === 0) {
    setDefaultDevice(cpu());
    // Code that is no longer used is let go between tasks.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const composed = compose(rows, seed);
  if (!composed) continue;
  const { verdict } = judge(composed.row, composed.point);
  verdicts[verdict]++;
  if (verdict !== "wrong") continue;
  const { row, point } = smallestOf(rows, seed),
    { worst, why } = judge(row, point);
  wrong[seed] = `${row.id}: ${row.written}`;
  console.log(`${seed} ${wrong[seed]}\n    at ${JSON.stringify(point)}`);
  console.log(
    `    ${why ?? `${worst!.name} is ${worst!.got}, not ${worst!.truth}: ${worst!.error.toPrecision(3)} ulp, condition ${worst!.condition.toPrecision(3)}`}`,
  );
}
if (record) writeFileSync(KNOWN, `${JSON.stringify({ count, verdicts, wrong }, null, 2)}\n`);
const judged = verdicts.right + verdicts.wrong;
console.log(
  `${count} compositions from seed ${first}: ${verdicts.right} of ${judged} are right (${((100 * verdicts.right) / judged).toFixed(1)} %), ${verdicts.outside} outside float32, ${verdicts.unknown} not judged`,
);
