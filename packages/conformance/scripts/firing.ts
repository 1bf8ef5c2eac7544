/** Where every rule of the stabiliser fires, and where not: `firing.ts [--record]`, which writes what misses into misses.json. */
import { setDefaultDevice } from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { firing, missesKnown, recordMisses } from "../src/catalogue/firing.js";
import { RULES } from "../src/catalogue/rules.js";

setDefaultDevice(cpu());
const recorded = process.argv.includes("--record"),
  found: Record<string, string[]> = {},
  known = recorded ? {} : missesKnown();
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
if (recorded) recordMisses(found);
