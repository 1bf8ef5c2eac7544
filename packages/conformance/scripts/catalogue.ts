/**
 * Judges the rows of the catalogue as they are written: `catalogue.ts [ids or parts] [--points n] [--verbose]`. With --verbose, every failing
 * point is shown and not only the worst, and how long a row took.
 */
import { setDefaultDevice } from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { summaryOf, sweep } from "../src/catalogue/sweep.js";
import { PARTS } from "../src/catalogue/rows/index.js";

const given = process.argv.slice(2),
  at = given.indexOf("--points"),
  points = at < 0 ? 64 : Number(given[at + 1]),
  verbose = given.includes("--verbose"),
  wanted = given.filter((x, i) => !x.startsWith("--") && (at < 0 || i !== at + 1));

setDefaultDevice(cpu());
let wrong = 0;
for (const { name, rows, absent } of PARTS) {
  const ids = new Set<string>(),
    failed = new Set<string>();
  let passed = 0,
    stated = 0;
  for (const row of rows) {
    if (wanted.length && !wanted.some((w) => row.id === w || name === w || row.id[0] === w)) continue;
    const start = Date.now(),
      found = sweep(row, points);
    stated++;
    ids.add(row.id);
    if (found.right) passed++;
    else failed.add(row.id);
    console.log(`${found.right ? "pass" : "FAIL"} ${row.id} ${row.written}${summaryOf(found)}${verbose ? ` (${Date.now() - start} ms)` : ""}`);
    for (const each of verbose ? found.failures : found.failures.slice(0, 1)) console.log(`       ${each.text}`);
    for (const each of found.defects) console.log(`       row: ${each}`);
  }
  if (!stated) continue;
  wrong += failed.size;
  console.log(
    `${name}: ${passed} of ${stated} expressions, ${ids.size - failed.size} of ${ids.size} rows pass; ${absent.length} rows cannot be stated\n`,
  );
}
process.exitCode = wrong ? 1 : 0;
