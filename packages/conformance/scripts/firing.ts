/** Where every rule of the stabiliser fires, and where not: `firing.ts [--record]`, which writes what misses into misses.json. */
import { readFileSync, writeFileSync } from "node:fs";
import { setDefaultDevice } from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { firing, MISSES, type Misses } from "../src/catalogue/firing.js";
import { RULES } from "../src/catalogue/rules.js";

setDefaultDevice(cpu());
const recorded = process.argv.includes("--record"),
  found: Record<string, string[]> = {},
  known = recorded ? {} : (JSON.parse(readFileSync(MISSES, "utf8")) as Misses);
for (const rule of RULES) {
  const { misses, wrong } = firing(rule),
    news = misses.filter((name) => !known[rule.written]?.includes(name)),
    fires = (known[rule.written] ?? []).filter((name) => !misses.includes(name));
  if (misses.length) found[rule.written] = misses;
  console.log(`${rule.written}: ${misses.length ? `misses ${misses.join(", ")}` : "fires"}`);
  if (!recorded && news.length) console.log(`       new: misses ${news.join(", ")}`);
  if (!recorded && fires.length) console.log(`       new: fires ${fires.join(", ")}`);
  for (const each of wrong) console.log(`       wrong: ${each}`);
}
if (recorded) writeFileSync(MISSES, `${JSON.stringify(found, null, 2)}\n`);
