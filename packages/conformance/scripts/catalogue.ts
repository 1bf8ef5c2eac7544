/**
 * Judges the rows of the catalogue as they are written: `catalogue.ts [ids or parts] [--points n] [--verbose] [--record]`. With --verbose, every
 * failing point is shown and not only the worst, and how long a row took. --record writes what fails into expectations.json.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { setDefaultDevice } from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { EXPECTATIONS, type Expectations, type Expected, nameOf } from "../src/catalogue/expectations.js";
import { PARTS } from "../src/catalogue/rows/index.js";
import { summaryOf, sweep } from "../src/catalogue/sweep.js";

const given = process.argv.slice(2),
  at = given.indexOf("--points"),
  points = at < 0 ? 64 : Number(given[at + 1]),
  verbose = given.includes("--verbose"),
  recorded = given.includes("--record"),
  wanted = given.filter((x, i) => !x.startsWith("--") && (at < 0 || i !== at + 1));
if (recorded && wanted.length) throw new Error("catalogue: only all rows can be recorded. Leave the ids out.");

setDefaultDevice(cpu());
let wrong = 0;
const fails: Record<string, Expected> = {},
  parts: Record<string, { pass: number; stated: number; absent: number }> = {},
  before = recorded ? {} : (JSON.parse(readFileSync(EXPECTATIONS, "utf8")) as Expectations).fails;
for (const { name, rows, absent } of PARTS) {
  const ids = new Set<string>(),
    failed = new Set<string>();
  let passed = 0,
    stated = 0;
  for (const row of rows) {
    if (wanted.length && !wanted.some((w) => row.id === w || name === w || row.id[0] === w)) continue;
    const start = Date.now(),
      found = sweep(row, points),
      key = nameOf(row),
      news = found.right === key in before ? (found.right ? " (new)" : " (NEWLY)") : "";
    stated++;
    ids.add(row.id);
    if (found.right) passed++;
    else {
      failed.add(row.id);
      const worst = found.failures[0];
      if (worst) fails[key] = { point: worst.point, says: worst.text };
    }
    console.log(`${found.right ? "pass" : "FAIL"}${recorded ? "" : news} ${key}${summaryOf(found)}${verbose ? ` (${Date.now() - start} ms)` : ""}`);
    for (const each of verbose ? found.failures : found.failures.slice(0, 1)) console.log(`       ${each.text}`);
    for (const each of found.defects) console.log(`       row: ${each}`);
  }
  if (!stated) continue;
  wrong += failed.size;
  parts[name] = { pass: ids.size - failed.size, stated: ids.size, absent: absent.length };
  console.log(
    `${name}: ${passed} of ${stated} expressions, ${ids.size - failed.size} of ${ids.size} rows pass; ${absent.length} rows cannot be stated\n`,
  );
}
if (recorded) writeFileSync(EXPECTATIONS, `${JSON.stringify({ parts, fails }, null, 2)}\n`);
process.exitCode = wrong ? 1 : 0;
